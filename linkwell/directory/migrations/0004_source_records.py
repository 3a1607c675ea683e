import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q

import linkwell.kernel.ids

_STATUSES = ["active", "inactive", "defunct", "temporarily closed", "unknown"]


class Migration(migrations.Migration):
    dependencies = [("directory", "0003_line_digest")]

    operations = [
        migrations.CreateModel(
            name="SourceRecord",
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
                ("source_id", models.CharField(max_length=100)),
                ("document", models.JSONField()),
                ("digest", models.CharField(max_length=64)),
                ("line_digest", models.CharField(default="", max_length=16)),
                (
                    "publisher",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="directory.publisher",
                    ),
                ),
                (
                    "service",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="records",
                        to="directory.service",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=["publisher", "source_id"], name="source_record")
                ]
            },
        ),
        # What came in before has no document yet: its list gives it when it next comes in.
        migrations.RunSQL(
            "insert into directory_sourcerecord"
            " (id, publisher_id, source_id, service_id, document, digest, line_digest)"
            " select gen_random_uuid(), publisher_id, source_id, id, '{}',"
            " case digest when '' then '' else 'before' end, line_digest from directory_service",
            migrations.RunSQL.noop,
        ),
        migrations.RemoveField(model_name="service", name="digest"),
        migrations.RemoveField(model_name="service", name="line_digest"),
        migrations.RemoveConstraint(model_name="service", name="service_status"),
        migrations.AlterField(
            model_name="service",
            name="status",
            field=models.CharField(default="unknown", max_length=18),
        ),
        migrations.AddConstraint(
            model_name="service",
            constraint=models.CheckConstraint(
                condition=Q(status__in=_STATUSES), name="service_status"
            ),
        ),
    ]
