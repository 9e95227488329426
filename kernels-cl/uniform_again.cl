#undef float
