"""The DOCX package: order of XML children, and a zip that is the same bytes each time."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

_ORDER = """
rPr: rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint noProof snapToGrid vanish
     webHidden color spacing w kern position sz szCs highlight u effect bdr shd fitText vertAlign rtl cs em lang
     eastAsianLayout specVanish oMath
pPr: pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr shd tabs
     suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE autoSpaceDN bidi adjustRightInd
     snapToGrid spacing ind contextualSpacing mirrorIndents suppressOverlap jc textDirection textAlignment
     textboxTightWrap outlineLvl divId cnfStyle rPr sectPr pPrChange
tblPr: tblStyle tblpPr tblOverlap bidiVisual tblStyleRowBandSize tblStyleColBandSize tblW jc tblCellSpacing tblInd
     tblBorders shd tblLayout tblCellMar tblLook tblCaption tblDescription
tcPr: cnfStyle tcW gridSpan hMerge vMerge tcBorders shd noWrap tcMar textDirection tcFitText vAlign
sectPr: headerReference footerReference footnotePr endnotePr type pgSz pgMar paperSrc pgBorders lnNumType pgNumType
     cols formProt vAlign noEndnote titlePg textDirection bidi rtlGutter docGrid
lvl: start numFmt lvlRestart pStyle isLgl suff lvlText lvlPicBulletId legacy lvlJc pPr rPr
abstractNum: nsid multiLevelType tmpl name styleLink numStyleLink lvl
num: abstractNumId lvlOverride
numbering: numPicBullet abstractNum num numIdMacAtCleanup
style: name aliases basedOn next link autoRedefine hidden uiPriority semiHidden unhideWhenUsed qFormat locked personal
     personalCompose personalReply rsid pPr rPr tblPr trPr tcPr tblStylePr
tbl: tblPr tblGrid tr
tr: tblPrEx trPr tc
tc: tcPr p
p: pPr r
settings: writeProtection view zoom removePersonalInformation removeDateAndTime defaultTabStop autoHyphenation
     characterSpacingControl footnotePr endnotePr compat themeFontLang decimalSymbol listSeparator
"""
CHILDREN: Mapping[str, tuple[str, ...]] = {
    name.strip(): tuple(children.split())
    for name, children in (entry.split(":") for entry in _ORDER.strip().replace("\n     ", " ").split("\n"))
}
"""Children in the order the schema wants: Word refuses a file in another order, LibreOffice does not notice."""

_FIRST = "[Content_Types].xml"


def zip_parts(parts: Mapping[str, bytes]) -> bytes:
    """The package of ``parts``: content types first, the rest by name, no times and no system in it."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name in sorted(parts, key=lambda name: (name != _FIRST, name)):
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = 0
            package.writestr(info, parts[name])
    return out.getvalue()


def unzip_parts(data: bytes) -> dict[str, bytes]:
    """Parts of a package by name."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}
