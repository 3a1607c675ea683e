"""Who a service says, beyond doubt, that it is only for: "women only", "for men only"."""

import re
from functools import lru_cache

from linkwell.directory.rules import Listing
from linkwell.matching.request import Gender

_SAID = {
    Gender.FEMALE: r"(?:women|woman|ladies|females?|girls)",
    Gender.MALE: r"(?:men|man|gentlemen|males?|boys)",
}
_ONLY = {
    gender: re.compile(
        rf"\b(?:{said}[ -]only|(?<!the )only (?:for |open to )?{said}"
        rf"|(?:exclusively|solely) for {said})\b"
    )
    for gender, said in _SAID.items()
}
_ANY = {gender: re.compile(rf"\b{said}\b") for gender, said in _SAID.items()}
_HARMLESS = re.compile(r"\ball (?:ages|abilities|levels|faiths|backgrounds|welcome over)\b")
# Nobody else may join: its rules say so, whatever its listing says.
_BY_RULE = re.compile(r"\bwomen[’']?s[’']? institutes?\b|\btownswomen[’']?s guild")
# Beside one of these it may be one evening of several, or the very opposite.
_NOT_SURE = re.compile(
    r"\b(?:all|any|anyone|anybody|everyone|everybody|mixed|couples?|famil(?:y|ies)|not|no|never|also"
    r"|except|unless|but|other|some|children|led|run|voice|charge|staff|cooks?|tutors?|sessions?|hours?|class(?:es)?|groups|rooms?|spaces?|areas?"
    r"|mornings?|afternoons?|evenings?|nights?|days?|\w+days?|swims?|swimming)\b"
)


def only_for(listing: Listing) -> Gender | None:
    """The gender that a service is only for, where its name or eligibility says so surely."""
    return _only_for(listing.name, listing.eligibility)


@lru_cache(maxsize=8192)  # the same services are asked about again and again
def _only_for(name: str, eligibility: str) -> Gender | None:
    if _BY_RULE.search(name.casefold()):
        return Gender.FEMALE
    said = _HARMLESS.sub("", f"{name}. {eligibility}".casefold())
    if "only" not in said and "ly for" not in said:
        return None
    found = [gender for gender, phrase in _ONLY.items() if phrase.search(said)]
    spoken_of = [gender for gender, word in _ANY.items() if word.search(said)]
    return found[0] if found and spoken_of == found and not _NOT_SURE.search(said) else None
