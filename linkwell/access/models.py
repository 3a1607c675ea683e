"""Who there is, and how they stand to the people whose records a service keeps."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q

from linkwell.access.rules import Member
from linkwell.access.sharing import Kind
from linkwell.kernel import clock
from linkwell.kernel.ids import new_id
from linkwell.tables.base import Record, classify
from linkwell.tables.record_classes import RecordClass
from linkwell.tables.scope import PersonRecord


class UserManager(BaseUserManager["User"]):
    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)


class User(AbstractBaseUser):
    """Somebody who signs in: staff of a service or practice, or of a partner."""

    field_classes = classify(
        personal="email name", operational="id password last_login is_active invited_at"
    )

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=100)
    is_active = models.BooleanField(default=True)
    invited_at = models.DateTimeField(null=True)

    members: list[Member] | None = None  # where they are open at this moment, if that was asked

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = []

    objects = UserManager()

    def __str__(self) -> str:
        return self.name

    def get_full_name(self) -> str:
        return self.name


class Organisation(Record):
    """A link worker service, a practice, an employer or a partner."""

    field_classes = classify(public="kind name ods_code phone email", operational="id")

    kind = models.CharField(max_length=10)
    name = models.CharField(max_length=200)
    ods_code = models.CharField(max_length=10, default="", blank=True)  # Organisation Data Service
    phone = models.CharField(max_length=20, default="", blank=True)
    email = models.EmailField(default="", blank=True)  # the office's, never a person's

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "ods_code"], name="organisation_ods", condition=~Q(ods_code="")
            )
        ]

    def __str__(self) -> str:
        return self.name


class Assurance(Record):
    """What a service must name before it may go live; `linkwell check` asks for each."""

    field_classes = classify(
        personal="clinical_safety_officer data_protection_contact safeguarding_lead",
        public="duty_phone duty_hours",
        operational="id service",
    )

    service = models.OneToOneField(Organisation, models.PROTECT, related_name="assurance")
    clinical_safety_officer = models.CharField(max_length=100, default="", blank=True)
    data_protection_contact = models.CharField(max_length=100, default="", blank=True)
    safeguarding_lead = models.CharField(max_length=100, default="", blank=True)
    duty_phone = models.CharField(max_length=20, default="", blank=True)
    duty_hours = models.CharField(max_length=60, default="", blank=True)


class PracticeAgreement(Record):
    """A practice may refer to a service, from a day on, until it or the service ends it."""

    field_classes = classify(operational="id service practice agreed_on ended_on")

    service = models.ForeignKey(Organisation, models.PROTECT, related_name="practice_agreements")
    practice = models.ForeignKey(Organisation, models.PROTECT, related_name="agreements")
    agreed_on = models.DateField(null=True)  # null: named, not yet signed
    ended_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["service", "practice"], name="agreement_once")
        ]


class Membership(Record):
    """A user's place in an organisation. Ended, never deleted."""

    field_classes = classify(
        operational="id user organisation role employer began_at ended_at",
        personal="languages gender",
    )

    user = models.ForeignKey(User, models.PROTECT, related_name="memberships")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=12)
    employer = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    practices = models.ManyToManyField(Organisation, related_name="+")  # whose people she takes
    languages = models.JSONField(default=list)  # ISO 639-1, besides English
    gender = models.CharField(max_length=5, default="", blank=True)  # woman, man; empty: not said
    began_at = models.DateTimeField(default=clock.now)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "organisation", "role"],
                name="membership_once",
                condition=Q(ended_at__isnull=True),
            )
        ]


class Subject(PersonRecord):
    """That a person is known to a service, and nothing else: the key that all else hangs on.

    Made only by the database function `linkwell_register` (`policies.py`), with the first
    relationships, so that no row of a person ever stands without somebody who may see it.
    """

    record_class = RecordClass.IDENTITY
    field_classes = classify(operational="person_id service registered_at sealed_at locked_at")

    id = None  # type: ignore[assignment]
    person_id = models.UUIDField(primary_key=True, editable=False)
    service = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    registered_at = models.DateTimeField()
    sealed_at = models.DateTimeField(null=True)  # colleagues open it by breaking the glass only
    locked_at = models.DateTimeField(null=True)  # consent was taken back: so does everybody

    class Meta(PersonRecord.Meta):
        indexes = [
            models.Index(
                fields=["service"], name="subject_locked", condition=Q(locked_at__isnull=False)
            )
        ]


_OF_A_MEMBER = [kind.value for kind in Kind if kind.by_member]


class Relationship(PersonRecord):
    """How an organisation, or one member of it, stands to a person, and since when."""

    record_class = RecordClass.RELATIONSHIP
    field_classes = classify(
        operational="id person service organisation member kind basis began_at expires_at ended_at"
    )

    person = models.ForeignKey(Subject, models.PROTECT, related_name="+", db_column="person_id")
    service = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    member = models.ForeignKey(Membership, models.PROTECT, null=True, related_name="+")
    kind = models.CharField(max_length=11)
    basis = models.CharField(max_length=40)  # a code: why it was opened
    began_at = models.DateTimeField(default=clock.now)
    expires_at = models.DateTimeField(null=True)  # opens nothing from then on, ended or not
    ended_at = models.DateTimeField(null=True)

    class Meta(PersonRecord.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=[kind.value for kind in Kind if kind.by_row]),
                name="relationship_kind",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=_OF_A_MEMBER, member__isnull=False)
                | (~Q(kind__in=_OF_A_MEMBER) & Q(member__isnull=True)),
                name="relationship_whose",
            ),
            models.UniqueConstraint(
                fields=["person", "organisation", "kind"],
                name="relationship_once_team",
                condition=Q(ended_at__isnull=True, member__isnull=True),
            ),
            models.UniqueConstraint(
                fields=["person", "member", "kind"],
                name="relationship_once_member",
                condition=Q(ended_at__isnull=True, member__isnull=False),
            ),
        ]
        indexes = [
            models.Index(
                fields=["organisation", "kind", "member"],
                include=["person"],
                name="relationship_open",
                condition=Q(ended_at__isnull=True),
            )
        ]


class BrokenGlass(PersonRecord):
    """Why somebody opened a sealed record, in her own words, for the privacy lead."""

    record_class = RecordClass.RELATIONSHIP
    field_classes = classify(operational="id person service member at", special="words")

    person = models.ForeignKey(Subject, models.PROTECT, related_name="+", db_column="person_id")
    service = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    member = models.ForeignKey(Membership, models.PROTECT, related_name="+")
    words = models.CharField(max_length=500)
    at = models.DateTimeField(default=clock.now)

    class Meta(PersonRecord.Meta):
        pass


class Link(Record):
    """A secret address that opens one thing. Only the hash of its token is kept.

    A person's link has `holder`, not `person_id`: the row must be found before anybody is known,
    by `linkwell_open_link`.
    """

    field_classes = classify(
        operational="id purpose token_hash word_hash wrong_words about_id organisation service"
        " holder user created_at expires_at used_at revoked_at"
    )

    purpose = models.CharField(max_length=10)
    token_hash = models.BinaryField(max_length=32, unique=True)
    word_hash = models.CharField(max_length=128, default="", blank=True)  # the second fact
    wrong_words = models.PositiveSmallIntegerField(default=0)
    about_id = models.UUIDField(null=True)  # what it opens: a disclosure, a set of questions
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    service = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    holder = models.UUIDField(null=True)
    user = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(default=clock.now)
    expires_at = models.DateTimeField(null=True)
    used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
