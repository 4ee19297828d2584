"""Lists made elsewhere (CSV, workbook, JSON, COBie) become rooms and equipment, or say why not."""
