"""What is kept of a page's picture says where its ink lies, which is longer than it was."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("cases", "0031_signatures_of_pages")]

    operations = [
        migrations.AlterField(
            model_name="recordpage",
            name="look_shape",
            field=models.CharField(blank=True, default="", max_length=2000),
        ),
    ]
