"""How is a way of paying written that knowledge/vocabulary/methods.yaml names by an id? As its owner writes it.

Names are the same in every language, so they are no texts to translate. What has no owner (cash, a bank transfer) has
no name here: the sentence around it does without.
"""

ALL_CAPITALS = frozenset(
    (
        "aba ach bca bcel bdo bidv bni bpi bri btc cimb dana dbs eth fps fpx lbc nets ocbc ovo qris scb sepa swift "
        "uob upi usdc usdt"
    ).split()
)
OWN_SPELLING = {
    "alipay": "Alipay",
    "amazon_pay": "Amazon Pay",
    "bigpay": "BigPay",
    "bpay": "BPAY",
    "coins_ph": "Coins.ph",
    "duitnow": "DuitNow",
    "ez_link": "EZ-Link",
    "gcash": "GCash",
    "gopay": "GoPay",
    "gopaylater": "GoPayLater",
    "grabpay": "GrabPay",
    "i_saku": "i.saku",
    "ideal": "iDEAL",
    "instapay": "InstaPay",
    "jompay": "JomPAY",
    "kakaopay": "KakaoPay",
    "kbank": "KBank",
    "kbzpay": "KBZPay",
    "linkaja": "LinkAja",
    "m_pesa": "M-Pesa",
    "mb_bank": "MB Bank",
    "momo": "MoMo",
    "moneygram": "MoneyGram",
    "payid": "PayID",
    "paylah": "PayLah!",
    "payme": "PayMe",
    "paynow": "PayNow",
    "paypal": "PayPal",
    "pesonet": "PESONet",
    "phonepe": "PhonePe",
    "pingpong": "PingPong",
    "promptpay": "PromptPay",
    "qrph": "QR Ph",
    "rabbit_line_pay": "Rabbit LINE Pay",
    "line_pay": "LINE Pay",
    "rupay": "RuPay",
    "seabank": "SeaBank",
    "shopeepay": "ShopeePay",
    "spaylater": "SPayLater",
    "stc_pay": "stc pay",
    "touch_n_go": "Touch ’n Go",
    "tpbank": "TPBank",
    "truemoney": "TrueMoney",
    "unionbank": "UnionBank",
    "vietqr": "VietQR",
    "vnpay": "VNPAY",
    "vpbank": "VPBank",
    "wechat_pay": "WeChat Pay",
    "worldremit": "WorldRemit",
    "yoomoney": "YooMoney",
    "youtrip": "YouTrip",
    "zalopay": "ZaloPay",
}
NAMELESS = frozenset(
    (
        "bank_transfer bnpl cash cheque cod crypto e_wallet escrow gift_card giro letter_of_credit load "
        "managers_check postal_order pulsa qr_code virtual_account"
    ).split()
)


def brand_of(method: str) -> str:
    """The name of a way of paying; empty for a kind of paying that has none."""
    if method in NAMELESS:
        return ""
    return OWN_SPELLING.get(method) or (method.upper() if method in ALL_CAPITALS else method.replace("_", " ").title())
