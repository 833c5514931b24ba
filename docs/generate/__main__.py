"""`make docs`: writes all generated parts."""

from generate.parts import generated_files

for path, text in generated_files().items():
    if path.read_text(encoding="utf-8") != text:
        path.write_text(text, encoding="utf-8")
        print(f"written: {path}")
