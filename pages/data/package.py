"""The reader's scope comes in; everything that was read in it goes out as one package, with what it means and where it comes from."""

from budget import ui, ui_data
from budget.words import t

scope = ui.page(t("数据包"), t("把左边所选的地区、部门、年度的全部数据，连同说明、来历和校验值，打成一个包带走。"))
ui_data.tabs("package")
chosen = {"regions": scope.regions, "departments": scope.departments, "years": scope.years}
ui_data.package_page(chosen)
