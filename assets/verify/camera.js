// Reading codes from pictures and from the camera, where the browser can (BarcodeDetector: mostly
// Android, and only on https or this machine itself). Elsewhere these buttons are not shown.

const LOOK_MILLISECONDS = 150;
let detector = null;
let stream = null;

function prepareCamera() {
  if (typeof BarcodeDetector === 'undefined') return;
  BarcodeDetector.getSupportedFormats().then((formats) => {
    if (formats.indexOf('qr_code') < 0) return;
    detector = new BarcodeDetector({ formats: ['qr_code'] });
    element('pictures').hidden = false;
    element('choose').hidden = typeof createImageBitmap === 'undefined';
    element('camera').hidden = !(navigator.mediaDevices && navigator.mediaDevices.getUserMedia);
  }, () => {});
  onClick('choose', () => element('picture').click());
  element('picture').addEventListener('change', readPicture);
  onClick('camera', startCamera);
  onClick('stop', () => {
    stopCamera();
    tell('');
    element('camera').focus();
  });
}

function readPicture() {
  const file = element('picture').files[0];
  element('picture').value = '';
  if (!file) return;
  stopCamera();
  tell('pictureReading');
  createImageBitmap(file).then((picture) => detector.detect(picture)).then((codes) => {
    const texts = codes.map((code) => code.rawValue);
    if (!texts.length) {
      tell('pictureEmpty');
      return;
    }
    const certificate = texts.find((text) => judged(text).token);
    show(certificate || texts[0]);
    if (texts.length > 1) tell('pictureSeveral');
  }).catch(() => tell('pictureFailed'));
}

function startCamera() {
  navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment' } }).then((opened) => {
    stream = opened;
    element('viewer').hidden = false;
    element('video').srcObject = stream;
    tell('cameraOn');
    element('stop').focus();
    return element('video').play().then(look);
  }).catch(() => {
    stopCamera();
    tell('cameraRefused');
  });
}

function look() {
  if (!stream) return;
  detector.detect(element('video')).catch(() => []).then((codes) => {
    if (!stream) return;
    if (codes.length) show(codes[0].rawValue);
    else setTimeout(look, LOOK_MILLISECONDS);
  });
}

function stopCamera() {
  if (stream) stream.getTracks().forEach((track) => track.stop());
  stream = null;
  element('viewer').hidden = true;
}
