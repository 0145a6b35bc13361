from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("cases", "0028_case_files_with_their_records")]

    operations = [
        migrations.AddIndex(
            model_name="recordpage",
            index=models.Index(
                fields=["case"],
                condition=Q(foreign="suspected")
                | Q(checked_at=None, is_folded=True)
                | Q(checked_at=None, near_duplicate_of__isnull=False),
                name="pages_to_confirm",
            ),
        ),
    ]
