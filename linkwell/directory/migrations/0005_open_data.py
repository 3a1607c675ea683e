import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
import linkwell.kernel.ids
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('directory', '0004_source_records'),
    ]

    operations = [
        migrations.CreateModel(
            name='TaxonomyTerm',
            fields=[
                ('id', models.UUIDField(default=linkwell.kernel.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('source_id', models.CharField(db_index=True, max_length=100)),
                ('code', models.TextField(blank=True, default='')),
                ('name', models.TextField()),
                ('description', models.TextField()),
                ('parent_id', models.UUIDField(null=True)),
                ('taxonomy', models.TextField(blank=True, default='')),
                ('language', models.TextField(blank=True, default='')),
                ('taxonomy_id', models.UUIDField(db_index=True, null=True)),
                ('term_uri', models.TextField(blank=True, default='')),
            ],
        ),
        migrations.AddField(
            model_name='service',
            name='last_modified',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='service',
            name='taxonomy_terms',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), default=list, size=None),
        ),
        migrations.AddIndex(
            model_name='service',
            index=models.Index(fields=['last_modified'], name='service_last_modified'),
        ),
        migrations.AddIndex(
            model_name='service',
            index=django.contrib.postgres.indexes.GinIndex(fields=['taxonomy_terms'], name='service_taxonomy_terms'),
        ),
        migrations.AddIndex(
            model_name='service',
            index=django.contrib.postgres.indexes.GinIndex(django.contrib.postgres.search.SearchVector('name', 'description', config='english'), name='service_words'),
        ),
        migrations.AddField(
            model_name='taxonomyterm',
            name='publisher',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='directory.publisher'),
        ),
        migrations.AddConstraint(
            model_name='taxonomyterm',
            constraint=models.UniqueConstraint(fields=('publisher', 'source_id'), name='taxonomy_term_source'),
        ),
        # What came in before changes for a reader now; its terms come when its list next comes in.
        migrations.RunSQL(
            "update directory_service s set last_modified = now() from directory_sourcerecord r"
            " where r.service_id = s.id and r.document <> '{}'",
            migrations.RunSQL.noop,
        ),
        migrations.RunSQL(
            "update directory_sourcerecord set digest = 'before' where digest <> ''",
            migrations.RunSQL.noop,
        ),
    ]
