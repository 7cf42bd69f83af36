"""Sheets as text for tests: one of a welfare home, whose kind of unit no code knows."""

HOME = """
code: welfare_home
version: 1
name: 农村福利院创建自评表
valid_from: 2026-01-01
status: illustrative
source: 测试用
unit: {name: 农村福利院, level: township, named: true, filled_by: township_officer, reviewed_by: county_officer}
periods: [half, year]
total: 40
sections:
  - code: care
    name: 照料
    items:
      - {code: staff, name: 护理人员配比, kind: measured, max: 10, rule: {zero_at: 0%, full_at: 100%},
         reference: 示例, gap: 补足人员, who: township_officer}
      - {code: falls, name: 跌倒等安全事故, kind: counted, max: 10, rule: {deduct_each: "2.5", free: 1},
         evidence: false, reference: 示例, gap: 排查隐患, who: township_officer}
  - code: house
    name: 院务
    items:
      - {code: meals, name: 食谱每周公布, kind: yes_no, max: 5, evidence: false, reference: 示例, gap: 公布食谱,
         who: township_officer}
      - {code: rooms, name: 居室整洁, kind: judged, max: 15, guidance: 抽查五间, evidence: false, reference: 示例,
         gap: 打扫, who: township_officer}
vetoes:
  - {code: abuse, name: 发生虐待老人事件, kind: yes_no, reference: 示例, gap: 移送, who: county_officer}
grades:
  - {name: 模范, from: 85%}
  - {name: 合格, from: 60%}
  - {name: 不合格, from: 0%}
"""
