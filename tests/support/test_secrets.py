"""What nobody should see is found; what only looks like it passes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.support.secrets import Secret, find_secret

SECRETS = {
    Secret.CODE: [
        "the code is 482913 what now", "482913 is my otp", "OTP: 9921", "code 12 34 56", "i got sms 773120",
        "kodenya 882134 kak", "kode verifikasi saya 119922", "kod tac saya 552310", "รหัสคือ 482913", "โค้ด 482913 ใส่ตรงไหน",
        "验证码是482913", "收到验证码 482913 然后呢", "mã là 482913", "mã xác minh 482913", "yung code ko 482913 san ilalagay",
        "pin ko 4821", "my cvv 4821 is it ok", "code:482913", "４８２９１３ is the code",
    ],
    Secret.PASSWORD: [
        "my password is Hunter2!", "password: abc123", "my alipay password is qwe789", "kata laluan saya ialah siti99",
        "kata sandi saya adalah budi123", "passwordnya = kucing77", "รหัสผ่านของฉันคือ som1234", "我的密码是abc12345",
        "密码：zhang888", "mật khẩu của mình là lan1990", "yung password ko ay juan_88", "pwd=Tr0ub4dor",
    ],
    Secret.CARD: [
        "my card 4111 1111 1111 1111 exp 12/29", "4111111111111111", "5500-0000-0000-0004", "amex 3782 822463 10005",
        "kartu saya 5555555555554444", "บัตร 4012888888881881", "卡号6011111111111117",
    ],
}  # fmt: skip

HARMLESS = [
    "where do i get the 6-digit code?", "it asks for a six digit code", "the code never came", "i tried 3 times no code",
    "fee for 482913 yuan", "5000", "12000 rmb by card", "how much is 1,200.50", "my order 2483910293847561023 is late",
    "order no 119283746510293847", "call me at +65 6805 4380", "my number is 0812 3456 7890", "what is the password for?",
    "my password is wrong", "i forgot my password", "which password does it want", "the password is not accepted",
    "country code 65 or 0065?", "postal code 560123", "error code 500312", "kode pos 40115 bandung", "HS code 420222",
    "kode negara 0062", "kata laluan saya salah", "password saya lupa", "รหัสผ่านผิด", "รหัสไม่มา", "密码是什么", "密码错了",
    "验证码没收到", "mật khẩu là gì", "mã không về", "promo code 8888?", "1688 code not received", "code from 1688",
    "can i pay 2500 by visa", "section 4A step 3", "on 24-11-2026", "between 09:00 and 17:00", "product code 123456",
]  # fmt: skip


@pytest.mark.parametrize(("text", "kind"), [(text, kind) for kind, texts in SECRETS.items() for text in texts])
def test_a_secret_is_found(text: str, kind: Secret) -> None:
    assert find_secret(text) is kind


@pytest.mark.parametrize("text", HARMLESS)
def test_a_harmless_message_passes(text: str) -> None:
    assert find_secret(text) is None


def test_a_bare_number_is_a_code_only_where_a_code_is_asked_for() -> None:
    assert find_secret("482913") is None
    assert find_secret("482913", expects_code=True) is Secret.CODE


@given(st.text(max_size=400), st.booleans())
def test_any_text_can_be_looked_through(text: str, expects_code: bool) -> None:
    assert find_secret(text, expects_code=expects_code) in {None, *Secret}
