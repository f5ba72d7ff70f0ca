"""Every answer of the law is given in Chinese, the language of the texts, and in English."""


def in_language(lang: str, zh: str, en: str) -> str:
    """The Chinese wording for any Chinese language tag (`zh`, `zh-hans`), else the English one."""
    return zh if lang.lower().startswith("zh") else en
