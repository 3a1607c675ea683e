from django.db import migrations, models


def forget(apps, schema_editor):
    """What is forgotten here is only read again: a feed's versions save a reading, no more."""
    apps.get_model("directory", "FetchedFeed").objects.using(schema_editor.connection.alias).all().delete()


class Migration(migrations.Migration):
    dependencies = [("directory", "0011_taxonomy_detail")]

    operations = [
        migrations.RunPython(forget, migrations.RunPython.noop),
        migrations.RemoveField(model_name="fetchedfeed", name="url"),
        migrations.RemoveField(model_name="fetchedfeed", name="versions"),
        migrations.AddField(
            model_name="fetchedfeed", name="address_digest", field=models.CharField(default="", max_length=64), preserve_default=False
        ),
        migrations.AddField(
            model_name="fetchedfeed", name="versions", field=models.TextField(default=""), preserve_default=False
        ),
    ]
