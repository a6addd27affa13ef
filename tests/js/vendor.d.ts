// Vega comes from an installed package when static files are collected; its types are its own affair.
declare module "*/vendor/vega.js" {
  export function vegaEmbed(
    element: HTMLElement,
    spec: object,
    options: object,
  ): Promise<{ finalize: () => void; view: any }>;
}
