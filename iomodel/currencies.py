"""Currencies by their ISO 4217 codes, and what Korean calls the main ones."""

from __future__ import annotations

_IN_USE = """
AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD
CAD CDF CHF CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP
GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD
KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN
NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP
SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VES VND
VUV WST XAF XCD XCG XOF XPF YER ZAR ZMW ZWG
"""
_BEFORE_THE_EURO = "ATS BEF CYP DEM EEK ESP FIM FRF GRD HRK IEP ITL LTL LUF LVL MTL NLG PTE SIT SKK"

CODES = frozenset(_IN_USE.split()) | frozenset(_BEFORE_THE_EURO.split())
"""Codes in use, and those of older tables whose currency has become the euro."""

KOREAN = {
    "KRW": "원",
    "USD": "달러",
    "EUR": "유로",
    "JPY": "엔",
    "CNY": "위안",
    "GBP": "파운드",
    "AUD": "호주달러",
    "CAD": "캐나다달러",
    "CHF": "스위스프랑",
    "HKD": "홍콩달러",
    "IDR": "루피아",
    "INR": "인도루피",
    "MYR": "링깃",
    "SGD": "싱가포르달러",
    "THB": "바트",
    "TWD": "대만달러",
    "VND": "동",
}
"""Currency code → its name as it stands behind a scale: 백만유로, 억엔."""
