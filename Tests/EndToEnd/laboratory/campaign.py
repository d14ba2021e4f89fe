"""Runs many seeds, some sites side by side, and says which of them found something."""

import concurrent.futures
import dataclasses
import os
import queue
import shutil
import threading
import time
import traceback

import daemons

from . import audit, copies, plan, run
from .audit import Auditor
from .site import Site

# A site serves so many seeds, then a new one takes its place.
SEEDS_A_SITE = 50
KEPT = daemons.ROOT / "artifacts" / "laboratory"


@dataclasses.dataclass
class Find:
    """A seed whose run broke a rule, and all that is known of it."""

    seed: int
    text: str


class Campaign:
    """`workers` sites at a time; `progress` is called after each seed."""

    def __init__(self, seeds, workers=2, progress=lambda done, finds: None):
        self.left = queue.SimpleQueue()
        for seed in seeds:
            self.left.put(seed)
        self.workers = workers
        self.progress = progress
        self.lock = threading.Lock()
        self.done = 0
        self.faults = 0
        self.acknowledged = 0
        # At how many sites the visits were counted in the end.
        self.counted = 0
        self.finds = []

    def run(self):
        begun = time.monotonic()
        with concurrent.futures.ThreadPoolExecutor(self.workers) as at_once:
            workers = [at_once.submit(self._work) for _ in range(self.workers)]
            try:
                for worker in workers:
                    worker.result()
            except KeyboardInterrupt:
                # The runs under way end in order, so that no daemon is left behind.
                self._give_up()
        self.seconds = time.monotonic() - begun
        return self

    def _give_up(self):
        while True:
            try:
                self.left.get_nowait()
            except queue.Empty:
                return

    def _work(self):
        while not self.left.empty():
            site = Site()
            try:
                self._serve(site)
                self.acknowledged += len(site.acknowledged)
            finally:
                site.remove()

    def _serve(self, site):
        """Seeds at one site until it has served enough, or one of them left it broken."""
        auditor = Auditor(site)
        last = None
        for _ in range(SEEDS_A_SITE):
            try:
                seed = self.left.get_nowait()
            except queue.Empty:
                break
            drawn = plan.draw(seed)
            if drawn.trick and site.branches:
                # A kiosk branches for one reason once an hour: another site plays this trick.
                self.left.put(seed)
                break
            if not self._try(drawn, site, auditor):
                return
            last = drawn
        if last:
            self._count(last, site, auditor)

    def _count(self, last, site, auditor):
        """After the last seed of a site: what it found belongs to all of them."""
        try:
            auditor.counted_is_right()
            with self.lock:
                self.counted += 1
        except Exception:
            self._keep(last, site, [])

    def _try(self, drawn, site, auditor):
        happened = []
        try:
            happened = run.carry_out(drawn, site)
            try:
                auditor.audit()
            except audit.Behind:
                run.settle(site)
                auditor.audit()
            if drawn.trick:
                site.up.plan(drawn.up)
                copies.TRICKS[drawn.trick](site)
                happened += site.up.heal()
                auditor.audit()
                copies.retire(site)
            return True
        except Exception:
            self._keep(drawn, site, happened)
            return False
        finally:
            with self.lock:
                self.done += 1
                self.faults += len(happened)
                self.progress(self.done, self.finds)

    def _keep(self, drawn, site, happened):
        """Writes down what is needed to find the cause; the site itself is given up."""
        happened = happened or site.up.heal() + site.down.heal()
        text = "\n".join([str(drawn), "what happened on the lines:", *happened, "",
                          traceback.format_exc()])
        folder = KEPT / f"seed-{drawn.seed}"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        (folder / "find.txt").write_text(text)
        for log in [*site.kiosk.folder.glob("*.log"), *site.province.folder.glob("*.log")]:
            shutil.copy(log, folder)
        shutil.copytree(site.kiosk.data, folder / "kiosk", ignore=shutil.ignore_patterns("keys"))
        with self.lock:
            self.finds.append(Find(drawn.seed, text))


def default_workers():
    """Two sites a processor: most of a run is waiting for the next try."""
    return 2 * (os.cpu_count() or 1)
