"""Whether it costs something. Free parking is no free service, nor is a stay free from drugs."""

from collections.abc import Iterator

from linkwell.directory.prose.said import Confidence, Field, Said, any_of

HINTS = frozenset({
    "£", "free", "charg", "cost", "costs", "pay", "paid", "fee", "fees", "p",
})  # fmt: skip

_HELP = (
    r"(?:services?|support|advice|help|sessions?|class(?:es)?|courses?|activit(?:y|ies)|groups?"
    r"|counselling|membership|admission|entry|entrance|workshops?|training|tuition|lessons?|clubs?"
    r"|drop[ -]ins?|advocacy|information|guidance|programmes?|therap(?:y|ies)|helplines?"
    r"|befriending|events?|food (?:bank|parcel)s?|swimming|exercise|coaching|mentoring)"
)
_FREE = any_of(
    r"\bfree of charge\b",
    r"\bno (?:charge|cost|fees?)\b",
    r"\bwithout (?:any )?(?:charge|cost|payment)\b",
    r"\bcosts? nothing\b",
    r"\bdo(?:es)? not (?:charge|cost)\b",
    r"\b(?:is|are|be|all|completely|totally|entirely|absolutely|offered|available|provided) free"
    r"(?=\s*(?:$|[.,;:!)&-]|to (?!choose)|for (?:all|every|any)|and (?!open)|at\b))",
    r"\bfree to (?:attend|join|use|access|enter)\b",
    r"\bfree (?:to|for) (?:all|everyone|anyone|residents)\b",
    r"^free\W*$",
)
_FREE_HELP = any_of(rf"(?<![-\w])free(?:,? (?:and )?[\w-]+){{0,4}}? {_HELP}\b")
_NOT_IT = any_of(
    r"\bfree[- ](?:parking|car park\w*|refreshments?|tea|coffee|drinks?|lunch|breakfasts?|wi-?fi"
    r"|internet|transport|cr[eè]che|school meals?|bus|travel|delivery|gifts?|leaflets?|quotes?)\b",
    r"\bfree[- ](?:from|up|time|phone|call|call-?back|trial|taster|will|speech|church(?:es)?|range"
    r"|standing|thinking|of (?!charge)|period)\b",
)
_SOME_ONLY = any_of(
    r"\bfree (?:entry |admission |places? )?(?:for|to|if) "
    r"(?!all|every|any|residents|attend|join|use|access|enter)",
    r"\b(?:first|taster|trial|initial|one) (?:session|visit|class|week|month|hour)s?\b[^.]*"
    r"\bfree\b",
    r"\b(?:children|carers|companions|members|babies|under[- ]\d+s|over[- ]\d+s)"
    r" (?:go |are |get |come )?free\b",
    r"\bnot free\b",
    r"\bif you cannot (?:afford|pay)\b",
)
_AMOUNT = r"(?:£\s?(?!0(?:\.00)?\b)\d[\d,]*(?:\.\d\d?)?(?:\s?p\b)?|(?<![\d.])[1-9]\d?p\b)"
_PRICE = any_of(
    rf"{_AMOUNT}\s*(?:-\s*{_AMOUNT})?\s*\)?\s*(?:/|(?:per|a|an|each|every|pp|p/p|weekly|monthly"
    r"|annual(?:ly)?|annum|entry|entrance|admission|membership|subscription|sessions?|drop[ -]in"
    r"|on the door|to (?:join|attend|enter)|for (?:an?|the|\d+|members|adults|concessions|non))\b)",
    r"\b(?:costs?|fees?|charged?|charges?|price[sd]?|entry|admission|subs|membership|pay|only|just"
    rf"|contribution of|concessions?|from|tickets?)\b(?: (?:is|are|of|at|only|from|just))*"
    rf"[ :]*{_AMOUNT}",
)
_PAID = any_of(
    r"\bpay (?:and|&) play\b",
    r"\bpay[- ]as[- ]you[- ]go\b",
    r"\b(?:small|nominal|modest|weekly|membership|entry|annual|session)"
    r" (?:charge|fee|cost|subscription)s?\b",
    r"\bthere (?:is|will be|may be) an? (?:charge|fee|cost)\b",
    r"\b(?:charges?|fees?) (?:appl(?:y|ies)|is payable|are payable|is charged|are charged)\b",
    r"\bmust be paid for\b",
)
_NO_PRICE = any_of(
    r"\b(?:no|without(?: any)?|not) [\w ]{0,15}(?:charges?|fees?|cost)",
    r"\b(?:rais\w+|grants?|fund\w*|turnover|income|donat\w+|raffle|award\w*|debts?|loans?)\b",
    r"\b(?:worth|vouchers? (?:of|worth|for)|sav(?:e|es|ing)|pay as you feel)\b",
)


def cost_in(sentence: str) -> Iterator[Said]:
    words = sentence.casefold()
    said = _paid(words) or _free(_NOT_IT.sub("", words))
    if said is not None:
        yield Said(Field.FREE, said[0], sentence, said[1])


def _paid(words: str) -> tuple[bool, Confidence] | None:
    """A price, or that there is one; what is first free and then costs something costs."""
    if _NO_PRICE.search(words):
        return None
    if _PRICE.search(words) or _PAID.search(words):
        partly_free = _SOME_ONLY.search(words) or _FREE.search(words)
        return False, Confidence.MIXED if partly_free else Confidence.STATED
    return None


def _free(words: str) -> tuple[bool, Confidence] | None:
    if _SOME_ONLY.search(words):
        return None
    if _FREE.search(words):
        return True, Confidence.STATED
    return (True, Confidence.IMPLIED) if _FREE_HELP.search(words) else None
