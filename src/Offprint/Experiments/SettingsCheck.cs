using System.Collections;
using System.ComponentModel.DataAnnotations;
using System.Reflection;

namespace Offprint.Experiments;

/// <summary>Checks settings against the ranges that their properties declare, before anything runs.</summary>
internal static class SettingsCheck
{
    /// <summary>Throws where a property, also one of a nested record or list, is out of the range that it declares.</summary>
    /// <exception cref="ArgumentException">The message names the property, its value and its range.</exception>
    public static void Require(object settings, string experiment)
    {
        foreach (PropertyInfo property in settings.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            if (property.GetIndexParameters().Length > 0)
                continue;
            object? value = property.GetValue(settings);
            foreach (ValidationAttribute rule in property.GetCustomAttributes<ValidationAttribute>())
            {
                if (!rule.IsValid(value))
                    throw new ArgumentException($"{experiment}: {Text(property.Name, value, rule)}");
            }
            IEnumerable parts = value is string ? Array.Empty<object>() : value as IEnumerable ?? new[] { value };
            foreach (object? part in parts)
            {
                if (part is not null && part.GetType().Assembly != typeof(object).Assembly && !part.GetType().IsEnum)
                    Require(part, experiment);
            }
        }
    }

    private static string Text(string name, object? value, ValidationAttribute rule) => rule is RangeAttribute range
        ? FormattableString.Invariant($"{name} is {value}; it must lie between {range.Minimum} and {range.Maximum}.")
        : FormattableString.Invariant($"{name} is {value}. {rule.FormatErrorMessage(name)}");
}
