"""Words of the officers' roles."""

from shared_models.labels.words import Pair

CHOICES: dict[str, Pair] = {
    "Role.officer": ("เจ้าหน้าที่ภาคสนาม", "Field officer"),
    "Role.mentor": ("พี่เลี้ยง", "Mentor"),
    "Role.district_supervisor": ("ผู้ดูแลระดับอำเภอ", "District supervisor"),
    "Role.province_viewer": ("ผู้ดูระดับจังหวัด", "Province viewer"),
    "Role.administrator": ("ผู้ดูแลระบบ", "Administrator"),
}
