"""Path to screen, one line each."""

import flet as ft

from field_app.views.arrival import ArrivalScreen
from field_app.views.assistance import AssistanceScreen
from field_app.views.attention import AttentionScreen
from field_app.views.change_pin import ChangePinScreen
from field_app.views.conflict import ConflictScreen
from field_app.views.death import DeathScreen
from field_app.views.details import HouseholdDetailsScreen, PersonDetailsScreen
from field_app.views.enrolment import JoinTabletScreen
from field_app.views.exchange import ExchangeScreen
from field_app.views.four_t import FourTScreen
from field_app.views.household import HouseholdScreen
from field_app.views.indicators import IndicatorScreen
from field_app.views.join import JoinScreen
from field_app.views.member import MemberScreen, NewbornScreen, NewMemberScreen
from field_app.views.missing import MissingScreen
from field_app.views.move import MoveScreen
from field_app.views.new_household import NewHouseholdScreen
from field_app.views.newcomers import ArrivalsScreen
from field_app.views.not_found import NotFound
from field_app.views.passed_drafts import PassedDraftScreen, PassedDraftsScreen
from field_app.views.plan import PlanScreen
from field_app.views.problem import ProblemScreen
from field_app.views.remembered import Remembered
from field_app.views.reports import ReportsScreen
from field_app.views.search import SearchScreen
from field_app.views.settings import SettingsScreen
from field_app.views.split import SplitScreen
from field_app.views.stage import StageScreen
from field_app.views.visit import VisitScreen
from field_app.views.work import WorkScreen

__all__ = ["ROUTES", "NotFound"]

SCREENS = [
    ft.Route(index=True, component=WorkScreen),
    ft.Route(path="search", component=SearchScreen),
    ft.Route(path="reports", component=ReportsScreen),
    ft.Route(path="exchange", component=ExchangeScreen),
    ft.Route(path="attention/:action_id?", component=AttentionScreen),
    ft.Route(path="arrivals", component=ArrivalsScreen),
    ft.Route(path="drafts", component=PassedDraftsScreen),
    ft.Route(path="drafts/:draft_id", component=PassedDraftScreen),
    ft.Route(path="settings", component=SettingsScreen),
    ft.Route(path="settings/pin", component=ChangePinScreen),
    ft.Route(path="settings/officer", component=JoinTabletScreen),
    ft.Route(path="households/new", component=NewHouseholdScreen),
    ft.Route(path="households/:household_id", component=HouseholdScreen),
    ft.Route(path="households/:household_id/members/new", component=NewMemberScreen),
    ft.Route(path="households/:household_id/members/newborn", component=NewbornScreen),
    ft.Route(path="households/:household_id/members/:person_id", component=MemberScreen),
    ft.Route(path="households/:household_id/conflicts", component=ConflictScreen),
    ft.Route(path="households/:household_id/details/:section?", component=HouseholdDetailsScreen),
    ft.Route(path="households/:household_id/members/:person_id/details/:section?", component=PersonDetailsScreen),
    ft.Route(path="households/:household_id/members/:person_id/died", component=DeathScreen),
    ft.Route(path="households/:household_id/members/:person_id/moved", component=MoveScreen),
    ft.Route(path="households/:household_id/members/:person_id/missing", component=MissingScreen),
    ft.Route(path="households/:household_id/moved", component=MoveScreen),
    ft.Route(path="households/:household_id/arrival", component=ArrivalScreen),
    ft.Route(path="households/:household_id/split", component=SplitScreen),
    ft.Route(path="households/:household_id/join", component=JoinScreen),
    ft.Route(path="households/:household_id/problems/:problem_id", component=ProblemScreen),
    ft.Route(path="households/:household_id/four-t", component=FourTScreen),
    ft.Route(path="households/:household_id/assistance/:assistance_id", component=AssistanceScreen),
    ft.Route(path="households/:household_id/plans/:plan_id", component=PlanScreen),
    ft.Route(path="households/:household_id/indicators/:dimension?", component=IndicatorScreen),
    ft.Route(path="households/:household_id/stage", component=StageScreen),
    ft.Route(path="visits/:visit_id/:step?", component=VisitScreen),
]

ROUTES = [ft.Route(component=Remembered, outlet=True, children=SCREENS)]
