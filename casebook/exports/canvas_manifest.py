"""The contents list of a package of quizzes for Canvas."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from casebook.evidence import Case

_SPACES = (
    'xmlns="http://www.imsglobal.org/xsd/imsccv1p1/imscp_v1p1" xmlns:imsmd="http://www.imsglobal.org/xsd/imsmd_v1p2"'
)


def manifest(case: Case, quizzes: Sequence[str]) -> str:
    """`imsmanifest.xml` for quizzes that lie in folders of their own names."""
    title = escape(str(case.about["title"]))
    licences = escape("; ".join(str(one.get("title", one["name"])) for one in case.about["licences"]))
    return "\n".join(
        [
            '<?xml version="1.0" encoding="UTF-8"?>',
            f'<manifest identifier="casebook-{escape(str(case.about["name"]))}" {_SPACES}>',
            "<metadata><schema>IMS Content</schema><schemaversion>1.1.3</schemaversion><imsmd:lom>",
            f"<imsmd:general><imsmd:title><imsmd:string>{title}</imsmd:string></imsmd:title></imsmd:general>",
            "<imsmd:rights><imsmd:copyrightAndOtherRestrictions><imsmd:value>yes</imsmd:value>",
            f"</imsmd:copyrightAndOtherRestrictions><imsmd:description><imsmd:string>{licences}</imsmd:string>",
            "</imsmd:description></imsmd:rights></imsmd:lom></metadata>",
            "<organizations/>",
            "<resources>",
            *(_resources(quiz) for quiz in quizzes),
            "</resources>",
            "</manifest>",
            "",
        ]
    )


def _resources(quiz: str) -> str:
    meta = f"{quiz}/assessment_meta.xml"
    return (
        f'<resource identifier="{quiz}" type="imsqti_xmlv1p2"><file href="{quiz}/{quiz}.xml"/>'
        f'<dependency identifierref="{quiz}-about"/></resource>\n'
        f'<resource identifier="{quiz}-about" type="associatedcontent/imscc_xmlv1p1/learning-application-resource" '
        f'href="{meta}"><file href="{meta}"/></resource>'
    )
