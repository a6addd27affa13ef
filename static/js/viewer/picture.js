// One frame on a canvas: greys from the table, then zoom, pan and flip.

const OPAQUE = 0xff000000;
const GREY = 0x010101;
/** @type {Uint32Array} what a canvas calls each grey */
const colours = Uint32Array.from({ length: 256 }, (_, grey) => (OPAQUE | (grey * GREY)) >>> 0);

export class Picture {
  constructor() {
    this.source = document.createElement("canvas");
    /** @type {Uint32Array} the colour of every stored value */
    this.table = new Uint32Array(65536);
    /** @type {ImageData | null} */
    this.image = null;
    /** @type {Uint32Array} */
    this.pixels = new Uint32Array(0);
  }

  /** @param {number} rows @param {number} columns */
  resize(rows, columns) {
    if (this.image?.width !== columns || this.image.height !== rows) {
      this.source.width = columns;
      this.source.height = rows;
      this.image = new ImageData(columns, rows);
      this.pixels = new Uint32Array(this.image.data.buffer);
    }
  }

  context() {
    return /** @type {CanvasRenderingContext2D} */ (
      this.source.getContext("2d", { willReadFrequently: true })
    );
  }

  /** Take a table of greys for the paintings to come. @param {Uint8ClampedArray} greys */
  take(greys) {
    for (let stored = 0; stored < greys.length; stored += 1) {
      this.table[stored] = colours[greys[stored]];
    }
  }

  /** Give the values of a frame their greys. @param {Uint16Array} values */
  paint(values) {
    const { table, pixels } = this;
    for (let i = 0; i < values.length; i += 1) {
      pixels[i] = table[values[i]];
    }
    this.context().putImageData(/** @type {ImageData} */ (this.image), 0, 0);
  }

  /** Show a smaller picture in the frame's place. @param {ImageBitmap} preview @param {boolean} inverted */
  stand(preview, inverted) {
    const context = this.context();
    const { width, height } = this.source;
    context.drawImage(preview, 0, 0, width, height);
    if (inverted) {
      context.save();
      context.globalCompositeOperation = "difference";
      context.fillStyle = "#fff";
      context.fillRect(0, 0, width, height);
      context.restore();
    }
  }

  /**
   * Draw it into a pane's canvas, whose pixels are those of the screen.
   *
   * @param {HTMLCanvasElement} canvas @param {Transform} transform @param {number} density
   * @param {{at: Point, radius: number, power: number} | null} lens
   */
  draw(canvas, transform, density, lens = null) {
    const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, canvas.width, canvas.height);
    this.place(context, transform, density);
    if (lens) {
      this.magnify(context, transform, density, lens);
    }
  }

  /** @param {CanvasRenderingContext2D} context @param {Transform} transform @param {number} density */
  place(context, { ax, ay, dx, dy }, density) {
    context.setTransform(ax * density, 0, 0, ay * density, dx * density, dy * density);
    context.imageSmoothingEnabled = true;
    context.imageSmoothingQuality = ax * density < 1 ? "medium" : "low";
    context.drawImage(this.source, 0, 0);
  }

  /**
   * A round lens around a point of the screen.
   *
   * @param {CanvasRenderingContext2D} context @param {Transform} transform @param {number} density
   * @param {{at: Point, radius: number, power: number}} lens
   */
  magnify(context, { ax, ay, dx, dy }, density, { at, radius, power }) {
    const [x, y] = at;
    context.save();
    context.setTransform(density, 0, 0, density, 0, 0);
    context.beginPath();
    context.arc(x, y, radius, 0, 2 * Math.PI);
    context.clip();
    context.fillStyle = "#000";
    context.fillRect(x - radius, y - radius, 2 * radius, 2 * radius);
    const larger = { ax: ax * power, ay: ay * power, dx: x + (dx - x) * power, dy: y + (dy - y) * power };
    this.place(context, larger, density);
    context.restore();
    context.setTransform(density, 0, 0, density, 0, 0);
    context.lineWidth = 1.5;
    context.strokeStyle = "#fff";
    context.stroke();
  }
}
