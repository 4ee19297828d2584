"""What was done, by whom and when: a log that is only added to, each entry chained to the last.

Features write into it with `app.audit.service.note`, in the transaction of what they tell.
"""
