"""Samples of payments for checks: what was drawn, and what was found."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

KINDS = ["right", "amount", "person", "ground", "arrival"]


class Migration(migrations.Migration):
    dependencies = [
        ("payments", "0009_budgets_and_moves"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="PaymentSample",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.CharField(max_length=24, unique=True, verbose_name="抽样编号")),
                ("period", models.CharField(max_length=7, verbose_name="记账期间")),
                ("program", models.CharField(blank=True, max_length=40, verbose_name="救助项目")),
                ("seed", models.CharField(max_length=64, verbose_name="随机种子")),
                ("confidence", models.PositiveIntegerField(verbose_name="置信度（万分之）")),
                ("margin", models.PositiveIntegerField(verbose_name="误差（万分之）")),
                ("expected", models.PositiveIntegerField(verbose_name="预计差错率（万分之）")),
                ("population_count", models.PositiveIntegerField(verbose_name="总体笔数")),
                ("population_fen", models.BigIntegerField(verbose_name="总体金额（分）")),
                ("population_digest", models.CharField(max_length=64, verbose_name="总体摘要")),
                ("strata", models.JSONField(verbose_name="分层")),
                ("drawn_at", models.DateTimeField(verbose_name="抽样时间")),
                (
                    "drawn_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="抽样人",
                    ),
                ),
            ],
            options={"verbose_name": "发放抽样", "verbose_name_plural": "发放抽样"},
        ),
        migrations.CreateModel(
            name="SampleLine",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("division_code", models.CharField(db_index=True, max_length=12, verbose_name="区划代码")),
                (
                    "line",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="payments.payline",
                        verbose_name="发放明细",
                    ),
                ),
                (
                    "sample",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lines",
                        to="payments.paymentsample",
                        verbose_name="发放抽样",
                    ),
                ),
            ],
            options={
                "verbose_name": "抽中的明细",
                "verbose_name_plural": "抽中的明细",
                "constraints": [
                    models.UniqueConstraint(fields=("sample", "line"), name="a_line_is_drawn_once_a_sample")
                ],
            },
        ),
        migrations.CreateModel(
            name="SampleFinding",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("right", "无差错"),
                            ("amount", "金额有误"),
                            ("person", "发给了不该发的人"),
                            ("ground", "依据不足"),
                            ("arrival", "本人未收到"),
                        ],
                        max_length=16,
                        verbose_name="结论",
                    ),
                ),
                ("wrong_fen", models.BigIntegerField(default=0, verbose_name="差错金额（分）")),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="说明")),
                ("found_at", models.DateTimeField(verbose_name="登记时间")),
                (
                    "drawn",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="findings",
                        to="payments.sampleline",
                        verbose_name="抽中的明细",
                    ),
                ),
                (
                    "found_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="检查人",
                    ),
                ),
            ],
            options={
                "verbose_name": "抽样检查结论",
                "verbose_name_plural": "抽样检查结论",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", KINDS)), name="finding_kind_is_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("wrong_fen__gte", 0),
                            models.Q(models.Q(("kind", "right"), _negated=True), ("wrong_fen", 0), _connector="OR"),
                        ),
                        name="finding_wrong_amount_fits",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind", "right"), models.Q(("note", ""), _negated=True), _connector="OR"
                        ),
                        name="finding_of_error_says_why",
                    ),
                ],
            },
        ),
    ]
