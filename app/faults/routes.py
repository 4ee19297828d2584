"""The pages about faults: each package beside binds its own to the one blueprint."""

from app.faults.arriving import routes as arriving
from app.faults.asking import routes as asking
from app.faults.blueprint import blueprint
from app.faults.closing import routes as closing
from app.faults.entering import routes as entering
from app.faults.following import routes as following
from app.faults.handling import routes as handling
from app.faults.merging import routes as merging
from app.faults.parts import routes as parts
from app.faults.promises.duty import routes as duty
from app.faults.promises.figures import routes as figures
from app.faults.promises.moving import routes as moving
from app.faults.promises.targeting import routes as targeting
from app.faults.queue import routes as queue
from app.faults.swapping import routes as swapping

__all__ = [
    "arriving",
    "asking",
    "blueprint",
    "closing",
    "duty",
    "entering",
    "figures",
    "following",
    "handling",
    "merging",
    "moving",
    "parts",
    "queue",
    "swapping",
    "targeting",
]
