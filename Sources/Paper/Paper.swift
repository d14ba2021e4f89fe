// Paper is the only room that draws, decodes pictures or prints. It turns a `CertificateSheet` or
// a few `ResidentCardFace`s into PDF bytes (pango and cairo), texts into QR symbols (libqrencode),
// pictures into texts (zxing-cpp) and PDF bytes into a printer's job (CUPS' library speaking IPP)
// or into a file of a folder. It knows nothing of the database, of signatures or of pages: what it
// draws was decided, signed and stored by others, and the same sheet always gives the same bytes.
//
// Reading order: QRSymbol, CertificatePaper, CardPaper, ImageCodes, Printer.
