"""The window's languages: `.ts` is what people edit, `.qm` what Qt reads, `update` makes both from the sources."""
