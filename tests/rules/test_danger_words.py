"""How link workers, GPs and people themselves say that somebody is in danger; and harmless
neighbours of those words, which do not pause."""

import pytest

from linkwell.needs.rules import DangerKind, danger_in

pytestmark = pytest.mark.rules

TO_SELF = """
I've had enough of living
She says that she has had enough of living.
sick of being alive
everyone would be better without me
They would all be better off without me
the kids would be better without him
there is no way out for me
I don't see a way out
Cannot see any way out.
He sees no way out.
the only way out is to end it
I want to disappear
She just wants to disappear.
wishes she could disappear
want to end my live
nobody would notice if I was gone
no one would care if I died
I am a burden to everyone
doesn't care if he lives or dies
I just want it all to be over
can't take it any more
You won't see me again
fleeting thoughts of ending things, denies plan or intent
passive death wish
has a plan to take pills
Patient has a plan to take her tablets
they have the pills ready
knows how she would do it
He has chosen a day to die
looked up how to die
bought a rope last week
was found on the train tracks
said goodbye to everyone
has said her goodbyes
is giving away all her things
stopped taking insulin on purpose
missing his insulin deliberately
leaves off her medication on purpose
he has stopped eating
refusing food and drink since Monday
She is not eating or drinking.
starving herself
severe self-neglect
neglecting himself since she died
lives in squalor
found lying in urine
"""
BY_OTHERS = """
he put his hands round my throat
put his hands around her neck
grabbed me by the throat
held a pillow over her face
pinned me against the wall
dragged her by the hair
pulls my hair when I answer
gave her a black eye
presents with unexplained bruising
forced himself on her
threatens to take the children
my husband controls everything I do
Her partner controls everything
controls what she wears
He won't let me see my family
husband doesn't let her go out alone
won't let me have any money
not allowed to see her family
he has cut her off from her friends
isolating her from everybody
reads all my messages
tracking my phone
put a tracker in my car
keeps her passport
withholds her medication
walking on eggshells at home
her grandson takes her pension
steals his money
refuses to let the carers in
is being forced to marry
they want to send her abroad to marry
afraid of an honour killing
dealers have taken over his flat
they use her flat to sell drugs
strangers moved into his flat and won't leave
caught up in county lines
kids are left alone at night
the children were left alone for two days
leaves the baby alone
possible child at risk
on a child protection plan
was groomed online
neglecting the children
"""
TO_OTHERS = """
afraid I will hurt the kids
says he is going to hurt somebody, going to hurt her
hears voices telling him to do it
threatens to burn the house down
"""
HARMLESS = """
looking for a way out of debt
see a way out of debt at last
no way out of the contract until May
the way out is step-free
better without the stairs
walks better without her stick
is better off without him since the divorce
wants to disappear for a week to the seaside
the bus wants to disappear from our road
has had enough of living in a damp flat
had enough of living out of boxes
has a care plan; takes her pills at breakfast
keeps his tablets ready in a box
put a scarf round my neck
a sore throat, hands ache in the cold
said goodbye to everyone at the lunch club
said goodbye to her sister at the station
controls his diabetes with diet
controls everything from her armchair with a remote
I can't control what I eat
my knees don't let me go out much
the doctor lets me see a nurse
Her children have left. Alone most days.
children left home, alone at night
children at risk of eviction
the council has taken over the garden
will not leave her flat since the fall
her dog is being groomed on Friday
gave away her old coat
my dog follows me everywhere
wears a fitness tracker on her walks
cannot hold a knife and fork any more
a friend dragged me along to the choir
told to stop insulin by the diabetes nurse
Benefits stopped, nothing to eat
stopped and nothing to eat
lives by the bridge, near the train station
asked a neighbour to run him over to the surgery
how to support a dying parent
never married, would like to marry again
burdened with forms
"""


def sentences(text: str) -> list[str]:
    return text.strip().splitlines()


def test_sixty_new_ways_to_say_it_and_more() -> None:
    assert len({*sentences(TO_SELF), *sentences(BY_OTHERS), *sentences(TO_OTHERS)}) > 90


@pytest.mark.parametrize(
    ("texts", "kind"),
    [
        (TO_SELF, DangerKind.HARM_TO_SELF),
        (BY_OTHERS, DangerKind.HARM_BY_OTHERS),
        (TO_OTHERS, DangerKind.HARM_TO_OTHERS),
    ],
    ids=["to themselves", "by others", "to others"],
)
def test_each_of_these_sentences_pauses(texts: str, kind: DangerKind) -> None:
    assert not [
        text for text in sentences(texts) if kind not in {danger.kind for danger in danger_in(text)}
    ]


def test_harmless_neighbours_do_not_pause() -> None:
    assert not {text: danger_in(text) for text in sentences(HARMLESS) if danger_in(text)}
