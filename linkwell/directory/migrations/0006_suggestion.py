import django.db.models.deletion
import linkwell.kernel.ids
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("directory", "0005_open_data"),
    ]

    operations = [
        migrations.CreateModel(
            name="Suggestion",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=linkwell.kernel.ids.new_id,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("field", models.CharField(max_length=11)),
                ("value", models.JSONField()),
                ("against", models.JSONField(null=True)),
                ("sentence", models.CharField(max_length=300)),
                ("confidence", models.CharField(max_length=7)),
                ("state", models.CharField(default="open", max_length=10)),
                ("made_at", models.DateTimeField()),
                ("decided_at", models.DateTimeField(null=True)),
                ("decided_by", models.CharField(blank=True, default="", max_length=200)),
                (
                    "service",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="suggestions",
                        to="directory.service",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "open")),
                        fields=["made_at", "id"],
                        name="suggestion_open",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("service", "field", "value", "sentence"), name="suggestion_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["open", "confirmed", "refused", "superseded"])
                        ),
                        name="suggestion_state",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "field__in",
                                ["hours", "minimum_age", "maximum_age", "free", "route", "area"],
                            )
                        ),
                        name="suggestion_field",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("confidence__in", ["stated", "implied", "mixed"])),
                        name="suggestion_confidence",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["open", "superseded"]),
                            models.Q(
                                ("decided_at__isnull", False),
                                models.Q(("decided_by", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="suggestion_decided",
                    ),
                ],
            },
        ),
        # What came in before is read for suggestions when its list next comes in.
        migrations.RunSQL(
            "update directory_sourcerecord set digest = 'before' where digest <> ''",
            migrations.RunSQL.noop,
        ),
    ]
