from django.db import migrations


class Migration(migrations.Migration):
    """The table of Django's database cache, as `createcachetable` writes it (settings.CACHES)."""

    dependencies = [("web", "0001_initial")]

    operations = [
        migrations.RunSQL(
            """
            create table web_cache (
                cache_key varchar(255) primary key,
                value text not null,
                expires timestamptz not null
            );
            create index web_cache_expires on web_cache (expires);
            """,
            "drop table web_cache",
        )
    ]
