from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='FollowPosition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('entry', models.CharField(max_length=200, unique=True)),
                ('mapping_digest', models.CharField(max_length=64)),
                ('settled_at', models.DateTimeField(blank=True, null=True)),
                ('waiting_at', models.DateTimeField(blank=True, null=True)),
                ('waiting_for', models.JSONField(blank=True, default=list)),
                ('pass_at', models.DateTimeField(blank=True, null=True)),
                ('pass_running', models.JSONField(blank=True, default=list)),
                ('reached_at', models.DateTimeField(blank=True, null=True)),
                ('reached_id', models.UUIDField(blank=True, null=True)),
                ('step', models.BigIntegerField(default=0)),
                ('last_pass_at', models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name='FollowFault',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('entry', models.CharField(max_length=200)),
                ('row_id', models.UUIDField()),
                ('message', models.TextField()),
                ('attempts', models.IntegerField(default=1)),
                ('first_seen_at', models.DateTimeField(auto_now_add=True)),
                ('last_seen_at', models.DateTimeField(auto_now=True)),
            ],
            options={
                'unique_together': {('entry', 'row_id')},
            },
        ),
    ]
