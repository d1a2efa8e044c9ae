"""Workbooks (xlsx, xls, ods), read within bounds in a process of their own."""
