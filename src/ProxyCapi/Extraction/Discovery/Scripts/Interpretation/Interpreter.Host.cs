using Newtonsoft.Json.Linq;
using ProxyCapi.Extraction.Documents;

namespace ProxyCapi.Extraction.Discovery.Scripts.Interpretation;

/// <summary>What the browser does for a page: events, timers, elements, and functions of whole values.</summary>
internal sealed partial class Interpreter
{
    private object CallHost(Unknown callee, object? holder, string? key, IReadOnlyList<object> arguments)
    {
        if (callee.Kind == UnknownKind.JQuery)
        {
            return JQuery(arguments);
        }

        if (holder is Unknown { Kind: not (UnknownKind.Absent or UnknownKind.Host or UnknownKind.Value) } special && key is not null)
        {
            return CallSpecial(special, key, arguments);
        }

        if (callee.Kind == UnknownKind.Host && callee.Path is { } path)
        {
            return Listen(path, arguments) ? Nothing.Undefined : HostFunction(path, arguments);
        }

        if (callee.Path is "require" or "requirejs" or "wp.domReady" or "domReady" or "Rocket.ready" or "bodyReady")
        {
            Defer(LoadPhase.Ready, arguments.Count > 0 ? arguments[^1] : Nothing.Undefined, _window, Modules(arguments));
        }

        return Unknown.Value;
    }

    /// <summary>What a module loader hands to the function that waits for modules.</summary>
    private static IReadOnlyList<object> Modules(IReadOnlyList<object> arguments) =>
        arguments is [ScriptArray names, ..]
            ? [.. names.Items.Select(name => name is "jquery" ? new Unknown("jQuery", UnknownKind.JQuery) : Unknown.Value)]
            : [];

    /// <summary>Listeners and timers; whether the call was one.</summary>
    private bool Listen(string path, IReadOnlyList<object> arguments)
    {
        switch (path)
        {
            case "setTimeout" or "setInterval" or "requestAnimationFrame" or "requestIdleCallback" when arguments.Count > 0:
                Defer(LoadPhase.Timer, arguments[0], _window, [.. arguments.Skip(2)]);
                return true;
            case "queueMicrotask" when arguments.Count > 0:
                Defer(LoadPhase.Microtask, arguments[0], _window, []);
                return true;
            case "addEventListener" or "document.addEventListener" or "document.body.addEventListener" when arguments is [string name, var listener, ..]:
                if (LoadEvents.PhaseOf(name) is { } phase)
                {
                    Defer(phase, Handler(listener), _window, [Unknown.Value]);
                }

                return true;
            case "attachEvent" or "document.attachEvent" when arguments is [string name, var listener, ..]:
                if (name.StartsWith("on", StringComparison.Ordinal) && LoadEvents.PhaseOf(name[2..]) is { } when)
                {
                    Defer(when, listener, _window, [Unknown.Value]);
                }

                return true;
            default:
                return false;
        }
    }

    private static object Handler(object listener) => listener is ScriptObject listening and not ScriptFunction ? listening.FindMember("handleEvent") ?? listener : listener;

    private object JQuery(IReadOnlyList<object> arguments)
    {
        switch (arguments)
        {
            case [ScriptFunction function, ..]:
                Defer(LoadPhase.Ready, function, _window, [new Unknown("jQuery", UnknownKind.JQuery)]);
                return new Unknown(null, UnknownKind.JQueryPage);
            case [Unknown { Kind: UnknownKind.Host, Path: "document" }, ..] or []:
                return new Unknown(null, UnknownKind.JQueryPage);
            case [var page, ..] when ReferenceEquals(page, _window):
                return new Unknown(null, UnknownKind.JQueryPage);
            case [string selector]:
                return Select(selector, isJQuery: true);
            default:
                return Unknown.Value;
        }
    }

    /// <summary>Methods of jQuery, of its view of the page, and of new elements.</summary>
    private object CallSpecial(Unknown holder, string key, IReadOnlyList<object> arguments)
    {
        switch (holder.Kind)
        {
            case UnknownKind.JQueryPage:
                WaitByJQuery(key, arguments, holder);
                return holder;
            case UnknownKind.Image when key == "setAttribute" && arguments is ["src", var address]:
                Record("Image.src", [address]);
                return Nothing.Undefined;
            case UnknownKind.Image or UnknownKind.Loading when key == "addEventListener" && arguments is ["load", var listener, ..]:
                Defer(LoadPhase.Load, listener, holder, [Unknown.Value]);
                return Nothing.Undefined;
            case UnknownKind.JQuery:
                return JQueryFunction(key, arguments);
            default:
                return Unknown.Value;
        }
    }

    private void WaitByJQuery(string key, IReadOnlyList<object> arguments, Unknown page)
    {
        object jQuery = new Unknown("jQuery", UnknownKind.JQuery);
        switch (key)
        {
            case "ready" when arguments.Count > 0:
                Defer(LoadPhase.Ready, arguments[0], page, [jQuery]);
                break;
            case "load" when arguments.Count > 0:
                Defer(LoadPhase.Load, arguments[0], page, [Unknown.Value]);
                break;
            case "on" or "one" or "bind" when arguments is [string events, var listener] && LoadEvents.PhaseOf(events) is { } phase:
                Defer(phase, listener, page, [jQuery]);
                break;
        }
    }

    private object JQueryFunction(string key, IReadOnlyList<object> arguments) => (key, arguments) switch
    {
        ("noConflict", _) => new Unknown("jQuery", UnknownKind.JQuery),
        ("each", [var list, ScriptFunction visit]) => ForEach(list, visit, keyFirst: true),
        ("map", [var list, ScriptFunction visit]) => ArrayMethod(list, "map", [visit]),
        ("extend", [bool, ..]) => Merge([.. arguments.Skip(1)]),
        ("extend", _) => Merge(arguments),
        ("parseJSON", [string text]) => ParseJson(text),
        ("trim", [string text]) => text.Trim(),
        ("isArray", [not Unknown and var value]) => value is ScriptArray,
        ("inArray", [var item, var list]) => ArrayMethod(list, "indexOf", [item]),
        _ => Unknown.Value,
    };

    private object HostFunction(string path, IReadOnlyList<object> arguments)
    {
        var first = arguments.Count > 0 ? arguments[0] : Nothing.Undefined;
        switch (path)
        {
            case "document.createElement":
                return first is string tag ? new Unknown(null, tag.ToUpperInvariant() switch
                {
                    "IMG" => UnknownKind.Image,
                    "SCRIPT" or "LINK" or "IFRAME" => UnknownKind.Loading,
                    _ => UnknownKind.Value,
                }) : Unknown.Value;
            case "document.getElementById":
                return first is string id ? Select($"#{id}") : Unknown.Value;
            case "document.querySelector":
                return Select(first);
            case "document.querySelectorAll":
                return SelectAll(first);
            case "document.getElementsByClassName":
                return first is string type && !type.Contains(' ', StringComparison.Ordinal) ? SelectAll($".{type}") : Unknown.Value;
            case "document.body.classList.contains":
                return HasBodyClass(first);
            case "Image":
                return new Unknown(null, UnknownKind.Image);
            case "Promise.resolve":
                return Kept(first);
            case "JSON.parse":
                return first is string json ? ParseJson(json) : Unknown.Value;
            case "JSON.stringify":
                return Stringify(first);
            case "Object.assign":
                return Merge(arguments);
            case "Object.freeze" or "Object.seal" or "Object.preventExtensions":
                return first;
            case "Object.keys" or "Object.values" or "Object.entries" or "Object.fromEntries":
                return Members(path, first);
            case "Array" when arguments.Count == 0:
                return _memory.NewArray([]);
            case "Array.isArray":
                return first is Unknown ? Unknown.Value : first is ScriptArray;
            case "Array.of":
                return _memory.NewArray([.. arguments]);
            case "Array.from" when Elements(first) is { } elements:
                var list = _memory.NewArray([.. elements]);
                return arguments.Count > 1 ? ArrayMethod(list, "map", [arguments[1]]) : list;
            case "Object":
                return first is Nothing ? _memory.NewObject() : first;
            default:
                return GlobalFunctions.Call(path, arguments, _budget);
        }
    }

    private object Merge(IReadOnlyList<object> arguments)
    {
        if (arguments.Count == 0 || arguments[0] is not ScriptObject target)
        {
            return Unknown.Value;
        }

        foreach (var source in arguments.Skip(1))
        {
            Copy(source, target);
        }

        return target;
    }

    private object Members(string path, object value)
    {
        if (path == "Object.fromEntries")
        {
            var made = _memory.NewObject();
            foreach (var entry in Elements(value) ?? [])
            {
                if (entry is ScriptArray { IsUncertain: false, Items: [var name, var content, ..] } && Coercion.Text(name, _budget) is { } text)
                {
                    _memory.Set(made, text, content);
                }
            }

            made.IsOpen = value is not ScriptArray { IsUncertain: false };
            return made;
        }

        return Keys(value) is not { } keys ? Unknown.Value : _memory.NewArray(path switch
        {
            "Object.keys" => [.. keys],
            "Object.values" => [.. keys.Select(name => Member(value, (string)name))],
            _ => [.. keys.Select(key => (object)_memory.NewArray([key, Member(value, (string)key)]))],
        });
    }

    private object ParseJson(string text)
    {
        _budget.Text(text.Length * 16L);
        return JsonReading.TryParse(text) is { } token ? FromJson(token) : Unknown.Value;
    }

    private object FromJson(JToken token)
    {
        _budget.Step();
        switch (token)
        {
            case JArray array:
                return _memory.NewArray([.. array.Select(FromJson)]);
            case JObject members:
                var made = _memory.NewObject();
                foreach (var (name, value) in members)
                {
                    _memory.Set(made, name, FromJson(value ?? JValue.CreateNull()));
                }

                return made;
            default:
                return (token as JValue)?.Value switch
                {
                    null => Nothing.Null,
                    string text => text,
                    bool truth => truth,
                    decimal number => number,
                    double number => Coercion.Exact(number),
                    IConvertible number => Coercion.NumberOf(Convert.ToString(number, System.Globalization.CultureInfo.InvariantCulture) ?? ""),
                    _ => Unknown.Value,
                };
        }
    }

    private object Stringify(object value)
    {
        var token = _constants.Write(value);
        _budget.Step((token as JContainer)?.DescendantsAndSelf().Count() ?? 1);
        if (token is JContainer container ? container.DescendantsAndSelf().Any(IsUnknown) : IsUnknown(token))
        {
            return Unknown.Value;
        }

        var text = token.ToString(Newtonsoft.Json.Formatting.None);
        _budget.Text(text.Length);
        return text;
    }

    private static bool IsUnknown(JToken token) => token.Type == JTokenType.Undefined;
}
