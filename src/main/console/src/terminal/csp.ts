/**
 * What xterm.js does that a strict Content-Security-Policy refuses, done in ways that it allows: its style elements
 * become constructed style sheets, its style attributes are set property by property. Called once, before the first
 * terminal is opened.
 */
export function keepStylesWithinPolicy(): void {
    const createElement = document.createElement.bind(document) as (
        name: string,
        options?: ElementCreationOptions,
    ) => HTMLElement;
    document.createElement = ((name: string, options?: ElementCreationOptions) =>
        name === "style"
            ? styleSheetElement(createElement)
            : createElement(name, options)) as typeof document.createElement;

    const setAttribute = Element.prototype.setAttribute;
    Element.prototype.setAttribute = function (name: string, value: string): void {
        if (name === "style" && (this instanceof HTMLElement || this instanceof SVGElement)) this.style.cssText = value;
        else setAttribute.call(this, name, value);
    };
}

/** An element without any use but to be emptied, filled and removed like a style element. */
function styleSheetElement(createElement: (name: string) => HTMLElement): HTMLElement {
    const sheet = new CSSStyleSheet();
    const element = createElement("template");
    document.adoptedStyleSheets.push(sheet);
    Object.defineProperty(element, "textContent", { set: (css: string) => sheet.replaceSync(css), get: () => "" });
    Object.defineProperty(element, "sheet", { value: sheet });
    element.remove = () => {
        document.adoptedStyleSheets = document.adoptedStyleSheets.filter(adopted => adopted !== sheet);
        HTMLElement.prototype.remove.call(element);
    };
    return element;
}
