"""The fault laboratory: real daemons, a line that lies, and power that goes off, all by a seed.

A seed gives a *plan*: who checks in, which exchanges are damaged and how, who is killed and when. A
*site* is one kiosk and its province with PostgreSQL, joined by two faulty lines. The *campaign*
runs plans, then lets the site settle without faults and *audits* it with a second implementation
of the formats: whatever was acknowledged stands in both logs once, and the signed bytes agree.

`python -m laboratory --help`, `make soak SEED=123`. The seed fixes every choice of the plan; which
exchange a fault meets depends on the machine's timing as well, so a find may need a few runs.
"""
