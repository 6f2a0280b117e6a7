//! Analyses as figures, tables and charts in a language; the window and the command line show the same ones.
