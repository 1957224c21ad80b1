"""The preview, written once."""

from pathlib import Path

import pytest

from bot.conversation import Speaker
from bot.preview import write_site


@pytest.fixture(scope="session")
def site(speaker: Speaker, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of pages, of the content as it is."""
    folder = tmp_path_factory.mktemp("preview")
    write_site(folder, speaker.renderer, "Asia/Singapore", 90)
    return folder
