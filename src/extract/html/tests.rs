//! Pages as companies build them, each with what must come out.
