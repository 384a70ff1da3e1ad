"""What a figure can be taken along as, made in a browser: pictures that say what they are, and a bundle whose data can be verified."""

from __future__ import annotations

import base64
import io
import re
import shutil
import struct
import subprocess
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from PIL import Image, ImageChops, ImageFilter
from playwright.sync_api import Browser, Page
from pypdf import PdfReader

from budget.ui_export import _checked
from tests.browser import screen
from tests.browser.test_accessibility import broken
from tests.conftest import Run

BAZHOU = "霸州市 131081"


def taken(page: Page, form: str) -> tuple[str, bytes]:
    """Name and content of what is saved when this form is chosen, with the keyboard."""
    with page.expect_download() as waiting:
        page.locator(f"[data-form={form}]").press("Enter")
    return waiting.value.suggested_filename, waiting.value.path().read_bytes()


def dots_to_the_metre(png: bytes) -> int:
    place = png.index(b"pHYs") + 4
    across, down, unit = struct.unpack(">IIB", png[place : place + 9])
    assert (across, unit) == (down, 1)
    return int(across)


def words_of(svg: str) -> str:
    """The words of a picture, without the spaces between them."""
    return "".join("".join(re.findall(r">([^<]+)<", svg)).split())


@pytest.fixture(scope="module")
def page(browser: Browser, address: str) -> Iterator[Page]:
    """A page with figures, on which what the first of them can be taken along as has been opened with the keyboard."""
    context = browser.new_context(viewport={"width": 1440, "height": 1000}, locale="zh-CN")
    context.add_init_script(AXE_SCRIPT)
    context.add_init_script("window.print = function () { top.printed = document.documentElement.outerHTML }")
    window = context.new_page()
    screen.show(window, f"{address}/three-public{screen.query(region=BAZHOU)}")
    window.get_by_test_id("stPopover").first.get_by_role("button").press("Enter")
    window.locator("[data-form=png]").wait_for()
    screen.settle(window)
    yield window
    context.close()


@pytest.fixture(scope="module")
def taken_along(page: Page) -> dict[str, tuple[str, bytes]]:
    """Every form of picture, and the bundle, by its name and content."""
    return {form: taken(page, form) for form in ("png", "svg", "zip")}


def test_pictures_drawn_by_the_browser(page: Page, address: str, taken_along: dict[str, tuple[str, bytes]]) -> None:
    title = page.locator("h2.mz-figure").first.inner_text()
    name, png = taken_along["png"]
    assert name.endswith(".png")
    assert "三公经费_5.14_万元" in name
    with Image.open(io.BytesIO(png)) as image:
        assert image.width / 16 * 2.54 >= 300
        assert dots_to_the_metre(png) == pytest.approx(image.width / 0.16, abs=1)
        # Not blank: paper, and as many colours as bars and letters have.
        assert image.convert("RGB").getpixel((2, 2)) == (255, 255, 255)
        assert len(image.convert("RGB").quantize(64).getcolors() or []) > 20
        size = image.size
    svg = taken_along["svg"][1].decode("utf-8")
    said = words_of(svg)
    for words in (title, "5.14万元", "范围：霸州市", "中共霸州市委员会组织部2020年部门预算信息公开", "数据版本", f"{address}/three-public?region=霸州市+131081"):
        assert "".join(words.split()) in said, words
    assert 'width="16cm"' in svg
    high = re.search(r'height="([\d.]+)cm"', svg)
    assert high and float(high[1]) / 16 == pytest.approx(size[1] / size[0], rel=0.01)
    # The bundle has the same pictures, and the data.
    with zipfile.ZipFile(io.BytesIO(taken_along["zip"][1])) as packed:
        assert words_of(packed.read("figure.svg").decode("utf-8")) == said
        assert packed.read("figure.png")[:33] == png[:33]
        assert b"51400.00" in packed.read("data.csv")
    assert broken(page) == []
    # What is printed is the same drawing, on a page of its size.
    page.locator("[data-form=pdf]").press("Enter")
    printed = page.wait_for_function("window.printed").json_value()
    assert said in words_of(printed)
    assert "@page { size: 16cm" in printed
    assert "<polygon" in printed  # the hatching, see print.html


def test_the_command_line_draws_the_same(taken_along: dict[str, tuple[str, bytes]], run: Run, tmp_path: Path, bundled: Path) -> None:
    shutil.copytree(bundled, tmp_path / "store")
    files = [tmp_path / f"figure.{form}" for form in ("png", "svg", "pdf", "zip")]
    done = run("figure", "three-public", "--region", "霸州市", *(word for file in files for word in ("-o", file)))
    assert done.returncode == 0, done.stderr
    png = files[0].read_bytes()
    with Image.open(io.BytesIO(taken_along["png"][1])) as ours, Image.open(io.BytesIO(png)) as theirs:
        assert ours.size == theirs.size
        assert dots_to_the_metre(png) == dots_to_the_metre(taken_along["png"][1])
        # The same to the dot but for the last lines, which say how to get it again: on a page by a link, here by a command.
        differing = ImageChops.difference(ours.convert("RGB"), theirs.convert("RGB")).getbbox()
        assert differing is None or differing[1] > ours.height * 0.85
    mine, other = words_of(files[1].read_text(encoding="utf-8")), words_of(taken_along["svg"][1].decode("utf-8"))
    assert mine.split("复现：")[0] == other.split("复现：")[0]
    assert "pythonmbudgetfigure" in re.sub("[^a-z]", "", mine)
    # Figures can be copied out of the PDF (words, too, by readers that mind what the file says of signs of several codes: 用 and ⽤).
    copied = "".join("".join(page.extract_text() for page in PdfReader(files[2]).pages).split())
    assert sorted(re.findall(r"[\d.]+", copied)) == sorted(re.findall(r"[\d.]+", mine))
    if shutil.which("pdftotext"):
        told = subprocess.run(["pdftotext", files[2], "-"], capture_output=True, check=True, encoding="utf-8").stdout
        assert sorted("".join(told.split())) == sorted(mine)
    # Hatched bars are there for LibreOffice, too, and cover nothing else.
    if shutil.which("soffice"):
        command = ["soffice", f"-env:UserInstallation=file://{tmp_path}/home", "--headless", "--convert-to", "png", "--outdir", tmp_path / "opened"]
        subprocess.run([*command, files[2]], capture_output=True, timeout=120, check=False)
        with Image.open(tmp_path / "opened" / "figure.png") as opened, Image.open(io.BytesIO(png)) as drawn:
            alike = [one.convert("RGB").resize((300, 200)).filter(ImageFilter.GaussianBlur(6)) for one in (opened, drawn)]
            assert max(high for _, high in ImageChops.difference(*alike).getextrema()) < 60
    # The bundle that the browser's pictures went into is verified by the store of the command line, and the other way round.
    (tmp_path / "browser.zip").write_bytes(taken_along["zip"][1])
    assert run("verify", tmp_path / "browser.zip").returncode == 0
    with zipfile.ZipFile(files[3]) as packed:
        assert {"figure.png", "figure.svg", "figure.pdf"} <= set(packed.namelist())


def test_what_is_sent_back_is_looked_at() -> None:
    png = base64.b64encode(b"\x89PNG\r\n\x1a\n").decode()
    assert set(_checked({"png": png, "svg": "<svg></svg>"})) == {"png", "svg"}
    assert _checked({"png": "no", "svg": "<script>"}) == {}
    assert _checked(None) == {}
