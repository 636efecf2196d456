"""Where fields come from, and their units."""

from shared_models.labels.words import Pair

CHOICES: dict[str, Pair] = {
    "Source.letter_2566": ("หนังสือและการประชุมชี้แจงปี 2566", "The programme's letter and meeting of 2566"),
    "Source.letter_2564": ("หนังสือขอข้อมูลหน่วยงาน ธ.ค. 2564", "Letters asking agencies for data, December 2564"),
    "Source.welfare_2561": ("ข้อตกลงฐานข้อมูลสวัสดิการ 2561", "Agreement on the central welfare database, 2561"),
    "Source.bmn_form": ("แบบสอบถาม จปฐ. 2560–2564", "BMN questionnaire 2560–2564"),
    "Source.mpi_list": ("ตัวชี้วัด MPI 2560–2564", "MPI indicators 2560–2564"),
    "Source.health_43": ("43 แฟ้มสาธารณสุข", "The health authority's 43 files"),
    "Source.dopa": ("กรมการปกครอง", "Department of Provincial Administration"),
    "Source.pdpa": ("พ.ร.บ. คุ้มครองข้อมูลส่วนบุคคล 2562", "Personal Data Protection Act 2562"),
    "Source.product": ("สมุดเยี่ยมบ้านกำหนดเอง ยังไม่พบแบบทางการ", "This product's own; no official form was found"),
    "Unit.satang": ("สตางค์", "satang"),
    "Unit.satang_per_year": ("สตางค์ต่อปี", "satang a year"),
    "Unit.satang_per_person_year": ("สตางค์ต่อคนต่อปี", "satang per person and year"),
    "Unit.square_wa": ("ตารางวา", "square wa"),
    "Unit.metres": ("เมตร", "metres"),
    "Unit.degrees": ("องศา", "degrees"),
    "Unit.year_be": ("ปี พ.ศ.", "year B.E."),
    "Unit.rating": ("ระดับ 1 ถึง 3", "rating 1 to 3"),
}
