"""The transaction that registered a person: whoever did may write the first lines in it.

Known to the database only (`linkwell_registered_now` in access/policies.py).
"""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("access", "0001_initial")]

    operations = [
        migrations.RunSQL(
            "alter table access_subject add column registered_xact xid8 not null"
            " default pg_current_xact_id()",
            "alter table access_subject drop column registered_xact",
        )
    ]
