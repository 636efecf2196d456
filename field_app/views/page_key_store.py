"""The key store of a tablet, asked through the app's page: Android's Keystore, iOS's Keychain."""

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

import flet as ft
from flet_secure_storage import AndroidOptions, IOSOptions, KeychainAccessibility, SecureStorage

from field_app.store.key_store import KeyStore, KeyStoreSilent

T = TypeVar("T")
PATIENCE_SECONDS = 10.0
MOBILE = (ft.PagePlatform.ANDROID, ft.PagePlatform.IOS)


class PageKeyStore:
    """Asked from another thread than the page's, and waits for its answer. Made on the page's event loop.

    Nothing is erased when the platform finds a fault, and nothing goes along to another device.
    """

    def __init__(self, storage: SecureStorage) -> None:
        self._storage, self._loop = storage, asyncio.get_running_loop()

    def get(self, name: str) -> str | None:
        return self._answer(self._storage.get(name))

    def put(self, name: str, text: str) -> None:
        self._answer(self._storage.set(name, text))

    def _answer(self, asked: Coroutine[Any, Any, T]) -> T:
        answer = asyncio.run_coroutine_threadsafe(asked, self._loop)
        try:
            return answer.result(PATIENCE_SECONDS)
        except (RuntimeError, TimeoutError) as error:  # what the platform says of itself is a RuntimeError
            answer.cancel()
            raise KeyStoreSilent() from error


def key_store_of(page: ft.Page, otherwise: KeyStore) -> KeyStore:
    """That of the tablet the app runs on; `otherwise` where it does not run on one, as for a browser on a tablet."""
    if page.web or page.platform not in MOBILE:
        return otherwise
    return PageKeyStore(
        SecureStorage(
            android_options=AndroidOptions(reset_on_error=False),
            ios_options=IOSOptions(accessibility=KeychainAccessibility.UNLOCKED_THIS_DEVICE),
        )
    )
