"""A form as an officer may have it after years of Excel: all that a careless save would lose."""

from functools import cache

from tests.edges.office import packed, parts
from tests.edges.test_workbook import filled

REPORT = "xl/worksheets/sheet3.xml"
RELATIONS = "xl/worksheets/_rels/sheet3.xml.rels"
COMMENTS, BOXES = "xl/comments7.xml", "xl/drawings/vmlDrawing3.vml"
OWN, THREAD = "E10", "G9"
OWN_TEXT = "proszę nie zmieniać\nliczba od klubów"
_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_OFFICE = "application/vnd.openxmlformats-officedocument"
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000 1f15c4890000000d49444154789c6360"
    "f8cfc0000003010100c9fe92ef0000000049454e44ae426082".replace(" ", "")
)
_DRAWING = (
    '<xdr:wsDr xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><xdr:twoCellAnchor>'
    "<xdr:from><xdr:col>8</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>1</xdr:row>"
    "<xdr:rowOff>0</xdr:rowOff></xdr:from><xdr:to><xdr:col>9</xdr:col><xdr:colOff>0</xdr:colOff>"
    "<xdr:row>3</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:to><xdr:pic><xdr:nvPicPr>"
    '<xdr:cNvPr id="2" name="Herb"/><xdr:cNvPicPr/></xdr:nvPicPr><xdr:blipFill>'
    f'<a:blip xmlns:r="{_REL}" r:embed="rId1"/><a:stretch><a:fillRect/></a:stretch>'
    '</xdr:blipFill><xdr:spPr><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></xdr:spPr>'
    "</xdr:pic><xdr:clientData/></xdr:twoCellAnchor></xdr:wsDr>"
)
_COMMENT_PART = (
    '<comments xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><authors>'
    "<author>Anna Nowak</author><author>tc={11111111-1111-1111-1111-111111111111}</author>"
    f'</authors><commentList><comment ref="{OWN}" authorId="0"><text><t>{OWN_TEXT}</t></text>'
    f'</comment><comment ref="{THREAD}" authorId="1"><text><t>[Wątek komentarzy] tak?</t></text>'
    "</comment></commentList></comments>"
)
# As Excel writes it where a text box stands beside the comments: no well-formed XML.
_BOX = (
    '<v:shape id="_x0000_s{number}" type="#_x0000_t202" style="visibility:hidden" '
    'fillcolor="#ffffe1"><v:textbox><div>raz<br>dwa</div></v:textbox>'
    '<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/>'
    "<x:Anchor>5, 15, 8, 2, 7, 31, 10, 4</x:Anchor><x:AutoFill>False</x:AutoFill>"
    "<x:Row>{row}</x:Row><x:Column>{column}</x:Column></x:ClientData></v:shape>"
)
_BOXES = (
    '<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
    ' xmlns:x="urn:schemas-microsoft-com:office:excel"><o:shapelayout v:ext="edit">'
    '<o:idmap v:ext="edit" data="4"/></o:shapelayout><v:shapetype id="_x0000_t202" '
    'coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe"/>'
    + _BOX.format(number=4097, row=9, column=4)
    + _BOX.format(number=4098, row=8, column=6)
    + "</xml>"
)
_EXTENSION = (
    '<extLst><ext xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main" '
    'uri="{78C0D931-6437-407d-A8EE-F0AAD7539E65}"><x14:conditionalFormattings>'
    '<x14:conditionalFormatting xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main">'
    '<x14:cfRule type="dataBar" id="{00112233-4455-6677-8899-AABBCCDDEEFF}"><x14:dataBar '
    'minLength="0" maxLength="100"><x14:cfvo type="autoMin"/><x14:cfvo type="autoMax"/>'
    "</x14:dataBar></x14:cfRule><xm:sqref>M8:M21</xm:sqref></x14:conditionalFormatting>"
    "</x14:conditionalFormattings></ext></extLst>"
)
_RICH = '<is><r><t>zajęcia </t></r><r><rPr><b/><i/><sz val="11"/></rPr><t>plastyczne</t></r></is>'
_REPORT_RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    f'<Relationship Id="rId1" Type="{_REL}/drawing" Target="../drawings/drawing1.xml"/>'
    f'<Relationship Id="rId2" Type="{_REL}/vmlDrawing" Target="/{BOXES}"/>'
    f'<Relationship Id="rId3" Type="{_REL}/comments" Target="../comments7.xml"/>'
    f'<Relationship Id="rId5" Type="{_REL}/printerSettings" '
    'Target="../printerSettings/printerSettings1.bin"/>'
    f'<Relationship Id="rId6" Type="{_REL}/hyperlink" Target="https://krakow.pl/" '
    'TargetMode="External"/></Relationships>'
)
_DRAWING_RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    f'<Relationship Id="rId1" Type="{_REL}/image" Target="../media/image1.png"/></Relationships>'
)
_SUM = "<f>100+50</f><v>150</v>"


@cache
def officers_parts() -> dict[str, bytes]:
    """Return the parts of the workbook."""
    contents = parts(filled())
    for name, changes in _CHANGES.items():
        text = contents[name].decode("utf-8")
        for old, new in changes:
            assert text.count(old) == 1, f"{name}: {old}"
            text = text.replace(old, new)
        contents[name] = text.encode("utf-8")
    return contents | {
        RELATIONS: _REPORT_RELATIONS.encode(),
        COMMENTS: _COMMENT_PART.encode(),
        BOXES: _BOXES.encode(),
        "xl/drawings/drawing1.xml": _DRAWING.encode(),
        "xl/drawings/_rels/drawing1.xml.rels": _DRAWING_RELATIONS.encode(),
        "xl/media/image1.png": PIXEL,
        "xl/printerSettings/printerSettings1.bin": b"\x00\x01drukarka\x00",
        "customXml/item1.xml": b"<wersja>3</wersja>",
    }


@cache
def officers_workbook() -> bytes:
    """Return the workbook."""
    return packed(officers_parts())


_CHANGES = {
    REPORT: [
        ('<c r="L9" s="8"/>', f'<c r="L9" s="8" t="inlineStr">{_RICH}</c>'),
        ('<c r="E12" s="16"/>', f'<c r="E12" s="16">{_SUM}</c>'),
        ('<row r="6" spans="1:16"', '<row r="5" s="6" customFormat="1"/><row r="6" spans="1:16"'),
        (
            "</cols>",
            '<col min="17" max="18" width="12.7109375" style="8" customWidth="1"/></cols>',
        ),
        (
            '<autoFilter ref="A6:P21"/>',
            '<autoFilter ref="A6:P21"/><mergeCells count="1"><mergeCell ref="B23:D24"/>'
            "</mergeCells>",
        ),
        (
            "<pageMargins",
            '<hyperlinks><hyperlink ref="O8" r:id="rId6"/></hyperlinks>'
            '<printOptions horizontalCentered="1"/><pageMargins',
        ),
        (
            '<pageSetup paperSize="9" fitToHeight="0" orientation="landscape"/>'
            "<headerFooter><oddFooter>&amp;L&amp;A&amp;RStrona &amp;P z &amp;N</oddFooter>",
            '<pageSetup paperSize="9" fitToHeight="0" orientation="landscape" r:id="rId5"/>'
            "<headerFooter><oddFooter>&amp;CStrona &amp;P</oddFooter>",
        ),
        (
            "</headerFooter>",
            '</headerFooter><rowBreaks count="1" manualBreakCount="1">'
            '<brk id="14" max="16383" man="1"/></rowBreaks><drawing r:id="rId1"/>'
            '<legacyDrawing r:id="rId2"/>' + _EXTENSION,
        ),
    ],
    "xl/workbook.xml": [
        ("<bookViews>", '<workbookProtection lockStructure="1"/><bookViews>'),
        ("</bookViews>", '<workbookView xWindow="0" yWindow="0" activeTab="1"/></bookViews>'),
        (
            "</definedNames>",
            '<definedName name="Kluby">Sprawozdanie!$E$9:$E$15</definedName>'
            '<definedName name="Lokalna" localSheetId="1">Metryczka!$C$3</definedName>'
            "</definedNames>",
        ),
    ],
    "[Content_Types].xml": [
        (
            "</Types>",
            f'<Override PartName="/{COMMENTS}" '
            f'ContentType="{_OFFICE}.spreadsheetml.comments+xml"/>'
            '<Override PartName="/xl/drawings/drawing1.xml" '
            f'ContentType="{_OFFICE}.drawing+xml"/></Types>',
        ),
        (
            '<Default Extension="xml"',
            f'<Default Extension="vml" ContentType="{_OFFICE}.vmlDrawing"/>'
            '<Default Extension="png" ContentType="image/png"/><Default Extension="bin" '
            f'ContentType="{_OFFICE}.spreadsheetml.printerSettings"/><Default Extension="xml"',
        ),
    ],
}
