"""What is being tried: an initiative's configuration and its opening calendar."""

from evaluation.initiative.hashes import config_hash, intake_hash
from evaluation.initiative.loader import FILE as INITIATIVE_FILE
from evaluation.initiative.loader import find_folder, load_initiative
from evaluation.initiative.models import Initiative

__all__ = ["INITIATIVE_FILE", "Initiative", "config_hash", "find_folder", "intake_hash", "load_initiative"]
