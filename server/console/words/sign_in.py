"""The page to sign in."""

from server.console.words.pair import Words

SIGN_IN: Words = {
    "sign_in": ("เข้าใช้งาน", "Sign in"),
    "username": ("ชื่อผู้ใช้", "User name"),
    "password": ("รหัสผ่าน", "Password"),
    "forgot_password": ("ลืมรหัสผ่าน ให้แจ้งผู้ดูแลระบบของอำเภอ", "Forgot the password? Ask the district's administrator."),
    "only_as_needed": (
        "โปรดเปิดดูข้อมูลของประชาชนเท่าที่งานต้องใช้",
        "Open citizens' data only as far as your work needs it.",
    ),
    "lan": ("ใช้ได้ในเครือข่ายของสำนักงานแม้ไม่มีอินเทอร์เน็ต", "Works in the office network without the internet"),
}
