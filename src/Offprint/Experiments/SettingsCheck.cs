using System.Collections;
using System.ComponentModel.DataAnnotations;
using System.Reflection;
using System.Text.Json.Serialization;
using Offprint.Cards;

namespace Offprint.Experiments;

/// <summary>Checks settings against the ranges that their properties declare, before anything runs.</summary>
internal static class SettingsCheck
{
    /// <summary>
    /// Throws where a property, also one of a nested record or list, is out of the range that it declares, or a list of methods holds one
    /// twice.
    /// </summary>
    /// <exception cref="ArgumentException">The message names the property, its value and its range, or the two methods.</exception>
    public static void Require(object settings, string experiment)
    {
        foreach (PropertyInfo property in settings.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            if (property.GetIndexParameters().Length > 0 || property.IsDefined(typeof(JsonIgnoreAttribute)))
                continue;
            object? value = property.GetValue(settings);
            foreach (ValidationAttribute rule in property.GetCustomAttributes<ValidationAttribute>())
            {
                if (!rule.IsValid(value))
                    throw new ArgumentException($"{experiment}: {Text(property.Name, value, rule)}");
            }
            if (value is IEnumerable list and not string)
                RequireDistinct(experiment, property.Name, [.. list.OfType<ILabeled>()]);
            IEnumerable parts = value is string ? Array.Empty<object>() : value as IEnumerable ?? new[] { value };
            foreach (object? part in parts)
            {
                if (part is not null && part.GetType().Assembly != typeof(object).Assembly && !part.GetType().IsEnum)
                    Require(part, experiment);
            }
        }
    }

    /// <summary>Throws where a list of methods holds one twice, or two that a table could not tell apart.</summary>
    /// <exception cref="ArgumentException">The message names both.</exception>
    private static void RequireDistinct(string experiment, string list, IReadOnlyList<ILabeled> methods)
    {
        var known = new Dictionary<string, ILabeled>(StringComparer.Ordinal);
        foreach (ILabeled method in methods)
        {
            if (known.TryAdd(method.Label, method))
                continue;
            throw new ArgumentException(known[method.Label].Equals(method)
                ? $"{experiment}: '{method.Label}' stands twice in {list}, with equal options. Keep one."
                : $"{experiment}: two of {list} are called '{method.Label}', though their options differ. A table could not tell them " +
                    "apart: keep one.");
        }
    }

    private static string Text(string name, object? value, ValidationAttribute rule) => rule is RangeAttribute range
        ? FormattableString.Invariant($"{name} is {value}; it must lie between {range.Minimum} and {range.Maximum}.")
        : FormattableString.Invariant($"{name} is {value}. {rule.FormatErrorMessage(name)}");
}
