// The same viewer in a window of its own, on a second monitor, and what keeps the two in step.

/**
 * What one window tells the others of its case.
 *
 * @typedef {{kind: "hello"}
 *   | {kind: "state", state: object}
 *   | {kind: "mark", change: Change, isToSave: boolean}
 *   | {kind: "marks", list: Mark[]}
 *   | {kind: "cell", mark: Mark}} Message
 */

/** @typedef {Pick<BroadcastChannel, "onmessage" | "postMessage" | "close">} Channel */

export class Windows {
  /**
   * @param {Channel | null} channel of the case; null keeps the viewer for itself
   * @param {(message: Message) => void} onMessage
   */
  constructor(channel, onMessage) {
    this.channel = channel;
    if (channel) {
      channel.onmessage = ({ data }) => onMessage(data);
    }
  }

  /** @param {Message} message */
  tell(message) {
    this.channel?.postMessage(message);
  }

  close() {
    this.channel?.close();
  }
}

/**
 * Open the viewer's page in a window of its own, on another monitor where the browser knows one.
 * A second call brings the same window to the front.
 *
 * @param {string} address @param {string} name of the case's window
 */
export function openWindow(address, name) {
  const { availWidth, availHeight } = screen;
  const size = `popup,width=${availWidth},height=${availHeight},left=${availWidth},top=0`;
  return window.open(address, name.replace(/\W/g, "_"), size);
}
